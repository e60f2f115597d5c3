import { defineConfig } from 'vitest/config'

// Browsers and reports take their time on a busy machine; how fast something is, `npm run bench` says.
// Two files at a time: a test that drives a browser mostly waits for it.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 120_000, maxWorkers: 2 } })
