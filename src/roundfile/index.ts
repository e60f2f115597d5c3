export { checkRound } from './check.js'
export { keptAs } from './profile.js'
export { readRound } from './read.js'
export { writeRound } from './write.js'
