// Stands in for `playwright-core` in a bundle. A static import of a package outside the bundle would be hoisted to its
// first line, and the host would answer its first ping only after Playwright has been read.
const { createRequire } = require('node:module');

module.exports = createRequire(__filename)('playwright-core');
