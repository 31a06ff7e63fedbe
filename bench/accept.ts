// Writes bench/README.md from what was measured last, as benches describe it today: npm run docs:bench
import { BENCHES } from './benches/index.ts';
import { describedBy } from './results.ts';
import { readResults, saveResults } from './saved.ts';

saveResults(describedBy(readResults(), BENCHES));
