/** From the texts of the config to the policy that a review is judged by. */
import type { Policy, PolicyProblem } from '../model/policy.ts';
import type { Config } from './config.ts';
import { type ConfigText, type ConfigTexts, configPath } from './configTexts.ts';
import { defaultPolicy } from './defaults.ts';
import { mergePolicy } from './mergePolicy.ts';

export interface LoadedPolicy {
  readonly policy: Policy;
  /** With one of these the review fails: defaults must not stand in for rules that could not be read. */
  readonly problems: readonly PolicyProblem[];
  /** What the summary says about the rules: a loosening that was refused, what an edit of the config would do. */
  readonly notices: readonly string[];
}

/** `floorName` names the organisation's file in messages: `acme/.github: .github/portcullis.yml`. */
export async function loadPolicy(texts: ConfigTexts, floorName: string, knownChecks: readonly string[]): Promise<LoadedPolicy> {
  const all = [texts.floor, texts.base, texts.head];
  if (all.every((text) => text.kind === 'none')) return { policy: defaultPolicy, problems: [], notices: [] };
  // Most repositories have no config: a command line that reviews one need not wait for the schema and its library.
  const { parseConfig } = await import('./parseConfig.ts');
  const { describeConfigChange } = await import('./describeConfigChange.ts');
  const problems: PolicyProblem[] = [];
  const read = (text: ConfigText, file: string): Config | null => {
    if (text.kind === 'none') return null;
    if (text.kind === 'misnamed') {
      problems.push({ file: text.file, line: null, message: `Under this name the file is not read: rename it to \`${configPath}\`.` });
      return null;
    }
    if (text.kind === 'unreadable') {
      problems.push({ file, line: null, message: `The file ${text.reason}.` });
      return null;
    }
    const parsed = parseConfig(text.text, file, knownChecks);
    if (parsed.kind === 'config') return parsed.config;
    problems.push(...parsed.problems);
    return null;
  };
  const floor = read(texts.floor, floorName);
  const repository = read(texts.base, configPath);
  const merged = mergePolicy(defaultPolicy, floor, repository);
  return { policy: merged.policy, problems, notices: [...merged.notices, ...describeEdit()] };

  function describeEdit(): string[] {
    const { base, head } = texts;
    if (head.kind === 'misnamed') {
      if (base.kind === 'misnamed') return [];
      return [
        `This change leaves the configuration at \`${head.file}\`, where it is not read, and once merged every review would fail: rename it to \`${configPath}\`.`,
      ];
    }
    if (head.kind === 'unreadable')
      return [`This change makes \`${configPath}\` unreadable (the file ${head.reason}), and once merged every review would fail.`];
    return describeConfigChange({
      baseText: base.kind === 'text' ? base.text : null,
      headText: head.kind === 'text' ? head.text : null,
      file: configPath,
      knownChecks,
      defaults: defaultPolicy,
      floor,
    });
  }
}
