import { defineConfig } from 'vitest/config'

// Browsers and reports take their time on a busy machine; how fast something is, `npm run bench` says.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 120_000 } })
