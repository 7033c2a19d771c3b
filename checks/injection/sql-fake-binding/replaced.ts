import { type FlowJudge, python } from '../../../src/engine/check.ts';
import type { Hole } from '../../models/flow/weighHit.ts';

const placeholder = /^(?:[:@$]\w+|\?|%s|%\(\w+\)s|\{\w*\}|\$\{\w+\}|<\w+>|__\w+__|#\w+#)$/;

/** True where a value came into a text in the place of a placeholder, or with its quotes doubled. */
export function isFakeBinding(hole: Hole, { node }: FlowJudge): boolean {
  if (hole.at < 0) return false;
  const call = node(hole.at);
  if (call.type !== 'call' || call.child('function')?.child('attribute')?.text !== 'replace') return false;
  const [from, to] = python.argumentsOf(call).positional.map((argument) => python.literalText(argument));
  return from !== undefined && from !== null && (placeholder.test(from) || (from === "'" && to === "''"));
}
