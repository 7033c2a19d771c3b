/** What a report of a test run says: how many tests passed, and which failed. Anybody may have written it; it is read once, in linear time. */

export interface ReadReport {
  readonly passed: number;
  readonly failed: readonly string[];
}

const mostFailed = 500;
const longestName = 200;

function reportOf(passed: number, failed: readonly string[]): ReadReport {
  return { passed, failed: failed.slice(0, mostFailed).map((name) => name.slice(0, longestName)) };
}

/** Test Anything Protocol, nested or not. */
export function readTap(text: string): ReadReport {
  let passed = 0;
  const failed: string[] = [];
  for (const line of text.split('\n')) {
    const trimmed = line.trim();
    const isFailure = trimmed.startsWith('not ok');
    if (!isFailure && !/^ok\b/.test(trimmed)) continue;
    if (/#\s*(?:skip|todo)/i.test(trimmed)) continue;
    const name = trimmed.slice(isFailure ? 6 : 2).replace(/^ *\d* *(?:- )?/, '');
    if (isFailure) failed.push(name);
    else passed++;
  }
  return reportOf(passed, failed);
}

/** JUnit's XML. Null where it is none, is cut, or declares a document type: its entities could stand for anything. */
export function readJUnit(text: string): ReadReport | null {
  let passed = 0;
  const failed: string[] = [];
  let isReport = false;
  let current: { readonly name: string; state: 'passed' | 'failed' | 'skipped' } | null = null;
  const close = (): void => {
    if (current?.state === 'failed') failed.push(current.name);
    else if (current?.state === 'passed') passed++;
    current = null;
  };
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const [opening, ending] = text.startsWith('<![CDATA[', at)
      ? ['<![CDATA[', ']]>']
      : text.startsWith('<!--', at)
        ? ['<!--', '-->']
        : ['<', '>'];
    if (opening === '<' && text.startsWith('<!', at)) return null;
    const end = opening === '<' ? tagEnd(text, at) : text.indexOf(ending, at + opening.length);
    if (end < 0) return null;
    if (opening === '<') {
      const tag = text.slice(at + 1, end);
      const name = /^\/?[\w:.-]*/.exec(tag)![0];
      if (name === 'testsuite' || name === 'testsuites') isReport = true;
      else if (name === 'testcase') {
        if (current !== null) return null;
        current = { name: [attribute(tag, 'classname'), attribute(tag, 'name')].filter((part) => part !== '').join(' '), state: 'passed' };
        if (tag.endsWith('/')) close();
      } else if (name === '/testcase') close();
      else if (current !== null && (name === 'failure' || name === 'error')) current.state = 'failed';
      else if (current !== null && name === 'skipped' && current.state === 'passed') current.state = 'skipped';
    }
    at = end + ending.length;
  }
  return isReport && current === null ? reportOf(passed, failed) : null;
}

/** Where a tag ends: the first `>` outside of its attributes' quotes, before another tag begins; -1 for none. */
function tagEnd(text: string, from: number): number {
  let quote = '';
  for (let at = from + 1; at < text.length; at++) {
    const character = text[at]!;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at;
    else if (character === '<') return -1;
  }
  return -1;
}

const named: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&apos;': "'" };

function attribute(tag: string, name: string): string {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag);
  return (match?.[1] ?? match?.[2] ?? '').replace(/&(?:lt|gt|amp|quot|apos);/g, (entity) => named[entity]!);
}
