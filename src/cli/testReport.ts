/** What a report of a test run says: how many tests passed, and which failed. Anybody may have written it. */
import sax from 'sax';
import { Parser, type Result } from 'tap-parser';

export interface ReadReport {
  readonly passed: number;
  readonly failed: readonly string[];
}

const mostFailed = 500;
const longestName = 200;
const deepestElement = 100;
/** Of TAP; what stands behind it in a line is no name of a test. */
const longestLine = 5000;
/** Blanks before a line of TAP, four for each subtest that it is in. */
const deepestBlanks = 240;

function reportOf(passed: number, failed: readonly string[]): ReadReport {
  return { passed, failed: failed.slice(0, mostFailed).map((name) => name.slice(0, longestName)) };
}

/**
 * Test Anything Protocol. Each test is told once, by the names of the subtests around it and its own. Null where nothing failed and it does
 * not hold what it plans: it was cut, or is none.
 */
export function readTap(text: string): ReadReport | null {
  let passed = 0;
  const failed: string[] = [];
  const parser = new Parser();
  parser.on('pass', () => passed++);
  parser.on('fail', ({ fullname, name }: Result) => failed.push(fullname || name));
  for (const whole of linesOf(text)) {
    const blanks = whole.search(/[^ ]/);
    if (blanks <= deepestBlanks) parser.write(`${whole.slice(0, longestLine).trimEnd()}\n`);
    else if (/^(?:not )?ok\b/.test(whole.slice(blanks, blanks + 10))) return null;
  }
  // Where there is none, the parser makes one up at the end.
  const isPlanned = parser.planStart !== -1;
  parser.end();
  const { bailedOut, ok } = parser;
  if (bailedOut !== false) failed.push(`Bail out! ${bailedOut === true ? '' : bailedOut}`.trim());
  return (isPlanned && ok) || failed.length > 0 ? reportOf(passed, failed) : null;
}

function* linesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    yield text.slice(at, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
  }
}

/** No entities but the five of XML. */
const strictly: sax.SAXOptions & { readonly strictEntities: boolean } = { strictEntities: true };

/** JUnit's XML. Null where it is none, is cut, or declares a document type: its entities could stand for anything. */
export function readJUnit(text: string): ReadReport | null {
  let passed = 0;
  const failed: string[] = [];
  let hasRoot = false;
  let isReport = false;
  let current: { readonly name: string; state: 'passed' | 'failed' | 'skipped' } | null = null;
  const open: { readonly element: string; readonly name: string }[] = [];
  const parser = sax.parser(true, strictly);
  const refuse = (what: string): never => {
    throw new Refused(what);
  };
  parser.onerror = () => refuse('not well-formed');
  parser.ondoctype = () => refuse('declares a document type');
  parser.onopentag = ({ name: tag, attributes }) => {
    const element = localName(tag);
    const name = [attributes.classname, attributes.name].filter((part) => part).join(' ');
    const parent = open.at(-1);
    if (parent === undefined && hasRoot) refuse('two documents');
    hasRoot = true;
    open.push({ element, name });
    if (open.length > deepestElement) refuse('nested too deep');
    if (element === 'testsuite' || element === 'testsuites') isReport = true;
    else if (element === 'testcase') {
      if (current !== null) refuse('has a test in a test');
      current = { name, state: 'passed' };
    } else if (element === 'failure' || element === 'error') {
      if (current !== null) current.state = 'failed';
      // It did not come to its tests.
      else if (parent?.element === 'testsuite') failed.push(parent.name);
    } else if (element === 'skipped' && current?.state === 'passed') current.state = 'skipped';
  };
  parser.onclosetag = () => {
    if (open.pop()?.element !== 'testcase' || current === null) return;
    if (current.state === 'failed') failed.push(current.name);
    else if (current.state === 'passed') passed++;
    current = null;
  };
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
  return isReport ? reportOf(passed, failed) : null;
}

/** Ends the reading: whatever follows counts for nothing. */
class Refused extends Error {}

function localName(tag: string): string {
  return tag.slice(tag.indexOf(':') + 1);
}
