import { findBrowser } from '../lib/browser/find-browser.ts';
import { messageOf } from '../lib/core/errors.ts';

// Prints the browser that workflows would use; exit code 2 and what to do when there is none.
try {
  console.log(findBrowser().executablePath);
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 2;
}
