/** The command `malines`: what it understands, and which exit code each end has. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { faultLine, MalinesError } from '../errors.js'
import { LANGUAGES } from '../locales/messages.js'
import { compareCommand } from './compare.js'
import type { ImportOptions } from './data.js'
import { explainCommand } from './explain.js'
import { KINDS, type ReportOptions, SIZES, STATES } from './options.js'
import { scoreCommand } from './score.js'
import type { Terminal } from './terminal.js'
import { validateCommand } from './validate.js'
import { readNoted, type VerifyOptions, verifyCommand } from './verify.js'

/** Exit codes: done, invalid input, wrong usage. */
const DONE = 0
const INVALID = 1
const USAGE = 2

const SETTINGS = `
Settings, as environment variables:
  MALINES_DATA       folder of the data (data)
  MALINES_HOST       address to listen at (127.0.0.1)
  MALINES_PORT       port (8080)
  MALINES_URL        address under which people reach it (http://HOST:PORT)
  MALINES_SMTP       mail server, such as smtp://user:password@mail.example:587; links are copied by hand without it
  MALINES_MAIL_FROM  sender of its mails
  MALINES_LOG        info, warn, error or silent (info)`

/** Runs one command; messages go to the terminal, and nothing is written where the input is invalid. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await program(terminal).parseAsync([...args], { from: 'user' })
    return DONE
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? DONE : USAGE
    if (!(error instanceof MalinesError)) throw error
    terminal.err(`${error.message}\n`)
    for (const fault of error.faults) terminal.err(`  ${faultLine(fault)}\n`)
    return INVALID
  }
}

/** Charts and PDFs take a moment to load: only the commands that draw import them. */
function program(terminal: Terminal): Command {
  const malines = new Command('malines')
    .description('Joint initial assessments of migration needs: scores, priorities, comparisons and reports of rounds.')
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showHelpAfterError('(malines --help, or malines COMMAND --help, says how)')
    .addHelpText('after', '\nExit codes: 0 done, 1 invalid input, 2 wrong usage.')

  malines
    .command('validate')
    .description('Check a questionnaire: every fault at once, with file, place and reason.')
    .argument('[folder]', 'folder of the definition; all that come with malines unless given')
    .action((folder) => validateCommand(folder, terminal))

  malines
    .command('score')
    .description('Score a round file: where to act first, and why.')
    .argument('<file>', 'round file')
    .option('--json', 'print the result, malines-result/1')
    .addOption(draws())
    .addOption(language())
    .addOption(definition())
    .action((file, options) => scoreCommand(file, options, terminal))

  malines
    .command('explain')
    .description('Show the arithmetic of a number down to the answers.')
    .argument('<file>', 'round file')
    .argument('<id>', 'a sector, "cross" for the enabling environment, or an item such as water.capacity.role')
    .addOption(language())
    .addOption(definition())
    .action((file, id, options) => explainCommand(file, id, options, terminal))

  malines
    .command('compare')
    .description('Compare two rounds: what moved, why, and what can’t be compared.')
    .argument('<from>', 'round file of the earlier round')
    .argument('<to>', 'round file of the later round')
    .option('--json', 'print the comparison, malines-comparison/1')
    .addOption(draws())
    .addOption(language())
    .addOption(definition())
    .action((from, to, options) => compareCommand(from, to, options, terminal))

  malines
    .command('report')
    .description('Write a report as PDF: of one round, its blank questionnaire, or the comparison of two.')
    .argument('<file...>', 'one round file, or two for a comparison')
    .addOption(
      new Option('--kind <kind>', 'which report; priority for one file, comparison for two unless given').choices(
        KINDS,
      ),
    )
    .option('--sector <id>', 'only this sector in a sector report; all of them unless given')
    .option('--body <id>', 'only what this body is asked in a questionnaire; everything unless given')
    .addOption(new Option('--size <size>', 'paper').choices(SIZES).default('A4'))
    .addOption(draws())
    .addOption(language())
    .addOption(definition())
    .requiredOption('-o, --output <pdf>', 'file to write')
    .action(async (files: string[], options: ReportOptions, command: Command) => {
      const { reportCommand } = await import('./report.js')
      await reportCommand(files, options, command, terminal)
    })

  malines
    .command('serve')
    .description('Run the server on the data of MALINES_DATA.')
    .addHelpText('after', SETTINGS)
    .action(async () => {
      const { serveCommand } = await import('./serve.js')
      await serveCommand(process.env, terminal)
    })

  malines
    .command('demo')
    .description('Run a server on example data that is not kept, with a link to sign in as each role.')
    .action(async () => {
      const { demoCommand } = await import('./serve.js')
      await demoCommand(process.env, terminal)
    })

  malines
    .command('import')
    .description('Take a round file into the data of MALINES_DATA; prints the id of the new round.')
    .argument('<file>', 'round file')
    .option('--assessment <id>', 'the assessment it belongs to; the one of the same place, or a new one, unless given')
    .addOption(new Option('--state <state>', 'state of the round').choices(STATES).default('closed'))
    .addOption(definition())
    .action(async (file: string, options: ImportOptions) => {
      const { importCommand } = await import('./data.js')
      await importCommand(file, options, process.env, terminal)
    })

  malines
    .command('export')
    .description('Write a round of the data of MALINES_DATA as a round file; without an id, list the rounds.')
    .argument('[round]', 'id of the round')
    .option('-o, --output <file>', 'file to write; standard output unless given')
    .action(async (round: string | undefined, options: { output?: string }) => {
      const { exportCommand } = await import('./data.js')
      await exportCommand(round, options.output, process.env, terminal)
    })

  malines
    .command('verify')
    .description('Check that the data of MALINES_DATA are what they were: file, trail, questionnaires and seals.')
    .option('--noted <entry>', 'a last entry of the trail that was written down earlier, as NUMBER:HASH', readNoted)
    .addHelpText('after', '\nIt brings data of an older version up to date first, as every command does.')
    .action(async (options: VerifyOptions) => {
      await verifyCommand(options, process.env, terminal)
    })

  return malines
}

const language = () => new Option('--lang <code>', 'language of the words').choices([...LANGUAGES]).default('en')

const definition = () =>
  new Option('--definition <folder>', 'folder of the definition, instead of the one that comes with malines')

const draws = () =>
  new Option('--draws <n>', 'also draw the uncertain answers n times; the method uses 10000').argParser((text) => {
    const count = Number(text)
    if (Number.isInteger(count) && count >= 1 && count <= 1_000_000) return count
    throw new InvalidArgumentError('a whole number from 1 to 1000000.')
  })
