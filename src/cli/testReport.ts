export { readJUnit, readTap } from '../tdd/evidence/testReport.ts';
