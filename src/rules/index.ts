/** The public face of the method, `malines/rules`. */
export { exactAcceptability, rankInterval, type WeightBounds } from './acceptability.js'
export { agreementBand, cliffsDelta, krippendorffOrdinal, tastleWierman, vanDerEijk } from './agreement.js'
export { compareRounds, type DefinedRound } from './compare.js'
export * from './explain.js'
export { type Dematel, dematel, interdependenceIndex } from './interdependence.js'
export * from './model.js'
export { METHOD_VERSION, type ScoreOptions, scoreRound } from './score.js'
