/** The questionnaires: from a folder of YAML files to a `Definition` in each of its languages, or every fault at once. */
export { DEFINITIONS_FOLDER, listDefinitions } from './folder.js'
export { type LoadedDefinition, loadDefinition } from './load.js'
