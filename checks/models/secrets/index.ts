/** Every kind of secret that is known by its form. */
import type { SecretFamily } from '../../../src/engine/literals/family.ts';
import { ci } from './ci.ts';
import { awsKeyIds, awsSecretKeys, clouds } from './clouds.ts';
import { codeHosts, gitHubTokens } from './codeHosts.ts';
import { commerce } from './commerce.ts';
import { databases } from './databases.ts';
import { hosting } from './hosting.ts';
import { identity, jsonWebTokens } from './identity.ts';
import { infrastructure } from './infrastructure.ts';
import { machineLearning } from './machineLearning.ts';
import { mail } from './mail.ts';
import { maps } from './maps.ts';
import { messaging } from './messaging.ts';
import { monitoring } from './monitoring.ts';
import { npmTokens, packages } from './packages.ts';
import { payments } from './payments.ts';
import { productivity } from './productivity.ts';

export { awsKeyIds, awsSecretKeys, gitHubTokens, jsonWebTokens, npmTokens };

export const families: readonly SecretFamily[] = [
  ...codeHosts,
  ...packages,
  ...ci,
  ...clouds,
  ...hosting,
  ...infrastructure,
  ...databases,
  ...machineLearning,
  ...identity,
  ...monitoring,
  ...messaging,
  ...mail,
  ...payments,
  ...commerce,
  ...productivity,
  ...maps,
];

const ownChecks = new Set([...gitHubTokens, ...npmTokens, ...awsKeyIds, ...awsSecretKeys, ...jsonWebTokens]);

/** Those that no check of their own looks for. */
export const providerTokens: readonly SecretFamily[] = families.filter((family) => !ownChecks.has(family));

const byId = new Map(families.map((family) => [family.id, family]));

export function familyById(id: string): SecretFamily | null {
  return byId.get(id) ?? null;
}
