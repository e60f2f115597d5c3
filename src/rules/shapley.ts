/** Fair shares of a change among those who made it (METHOD 9; Shapley 1953). */

/** More players than this would take too long to go through exactly. */
const MOST_PLAYERS = 20

/**
 * The Shapley value of each player.
 * @param players number of players, 0 to 20
 * @param worth what a set of players is worth; bit i of its argument says whether player i is in
 * @returns one number a player; they sum to worth(all) − worth(none)
 * @throws RangeError on more than 20 players
 */
export function shapley(players: number, worth: (members: number) => number): number[] {
  if (players > MOST_PLAYERS) throw new RangeError(`the Shapley value is exact up to ${MOST_PLAYERS} players`)
  const sets = 2 ** players
  const worths = new Float64Array(sets)
  for (let members = 0; members < sets; members++) worths[members] = worth(members)
  // Share of the orders in which exactly `size` players come before one player: size!·(n − 1 − size)!/n!
  const share = new Float64Array(players)
  if (players > 0) share[0] = 1 / players
  for (let size = 1; size < players; size++) share[size] = (share[size - 1] * size) / (players - size)
  return Array.from({ length: players }, (_, player) => {
    let sum = 0
    for (let members = 0; members < sets; members++) {
      if (members & (1 << player)) continue
      sum += share[countBits(members)] * (worths[members | (1 << player)] - worths[members])
    }
    return sum
  })
}

function countBits(set: number): number {
  let count = 0
  for (let rest = set; rest !== 0; rest &= rest - 1) count++
  return count
}
