import { defineCheck } from '../../../src/engine/check.ts';
import { vectors } from '../../models/vectors.ts';
import { yaml } from './yaml.ts';

export default defineCheck({
  id: 'injection/actions-cache-poisoning',
  family: 'injection',
  title: 'A release is built from a cache that other runs fill',
  cwe: [349, 345],
  cvss: vectors.cache,
  message: 'What this cache holds was put there by other runs of the repository, and becomes a part of what is released.',
  why: 'Every run on the default branch can write its cache, also one in which an outsider got a step to run; a key can be chosen before the release asks for it. Nothing compares what comes back with what was meant.',
  remediation:
    "Build releases without a cache: leave the step out or turn its cache off (`cache: ''`, `lookup-only: true`) in workflows that publish.",
  limits:
    'Reported are restored caches in jobs of workflows that only tags or releases start, where the workflow publishes; and caches written by jobs with rights after the checkout of a pull request. Caches of the tests are silent. Whether anything can fill the cache in fact cannot be seen.',
  references: [
    'https://docs.zizmor.sh/audits/#cache-poisoning',
    'https://codeql.github.com/codeql-query-help/actions/actions-cache-poisoning-direct-cache/',
  ],
  detect: { kind: 'document', yaml },
});
