/** The messages in French, a file for each part of malines. */
import actions from './actions.json' with { type: 'json' }
import answers from './answers.json' with { type: 'json' }
import closing from './closing.json' with { type: 'json' }
import discussion from './discussion.json' with { type: 'json' }
import findings from './findings.json' with { type: 'json' }
import frame from './frame.json' with { type: 'json' }
import live from './live.json' with { type: 'json' }
import meeting from './meeting.json' with { type: 'json' }
import paper from './paper.json' with { type: 'json' }
import people from './people.json' with { type: 'json' }
import reports from './reports.json' with { type: 'json' }
import results from './results.json' with { type: 'json' }
import setUp from './set-up.json' with { type: 'json' }

/** No key stands in two files: a test holds this. */
export const fr = {
  ...frame,
  ...live,
  ...people,
  ...setUp,
  ...answers,
  ...closing,
  ...findings,
  ...actions,
  ...results,
  ...meeting,
  ...discussion,
  ...reports,
  ...paper,
}
