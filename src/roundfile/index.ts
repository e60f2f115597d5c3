export { checkRound } from './check.js'
export { readRound } from './read.js'
export { writeRound } from './write.js'
