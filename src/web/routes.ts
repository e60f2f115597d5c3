/** All pages and data of the server, each noun in its own file. */
import type { FastifyInstance } from 'fastify'
import { accountRoutes } from './account.js'
import { answerPages } from './answer-pages.js'
import { answerRoutes } from './answers.js'
import { arithmeticRoutes } from './arithmetic.js'
import { assessmentRoutes } from './assessments.js'
import { boardRoutes } from './board.js'
import { bodyRoutes } from './bodies.js'
import { closingRoutes } from './closing.js'
import { discussionRoutes } from './discussion.js'
import { evidenceRoutes } from './evidence.js'
import { findingRoutes } from './findings.js'
import { healthRoutes } from './health.js'
import { helpRoutes } from './help.js'
import { historyRoutes } from './history.js'
import { homeRoutes } from './home.js'
import { influenceRoutes } from './influence.js'
import { influenceMapRoutes } from './influence-map.js'
import { invitationRoutes } from './invitations.js'
import { liveRoutes } from './live.js'
import { meetingRoutes } from './meeting.js'
import { peopleRoutes } from './people.js'
import { progressRoutes } from './progress.js'
import { reportRoutes } from './reports.js'
import { resultItemRoutes } from './result-items.js'
import { resultsRoutes } from './results.js'
import { roundRoutes } from './rounds.js'
import { signInRoutes } from './sign-in.js'
import { startRoutes } from './start.js'
import { submissionRoutes } from './submissions.js'
import { trailRoutes } from './trail.js'
import { versionRoutes } from './versions.js'

export async function routes(app: FastifyInstance): Promise<void> {
  await app.register(healthRoutes)
  await app.register(accountRoutes)
  await app.register(helpRoutes)
  await app.register(invitationRoutes)
  await app.register(peopleRoutes)
  await app.register(signInRoutes)
  await app.register(startRoutes)
  await app.register(answerPages)
  await app.register(answerRoutes)
  await app.register(discussionRoutes)
  await app.register(evidenceRoutes)
  await app.register(historyRoutes)
  await app.register(versionRoutes)
  await app.register(influenceRoutes)
  await app.register(meetingRoutes)
  await app.register(progressRoutes)
  await app.register(arithmeticRoutes)
  await app.register(boardRoutes)
  await app.register(liveRoutes)
  await app.register(findingRoutes)
  await app.register(reportRoutes)
  await app.register(resultItemRoutes)
  await app.register(resultsRoutes)
  await app.register(influenceMapRoutes)
  await app.register(homeRoutes)
  await app.register(assessmentRoutes)
  await app.register(roundRoutes)
  await app.register(bodyRoutes)
  await app.register(closingRoutes)
  await app.register(submissionRoutes)
  await app.register(trailRoutes)
}
