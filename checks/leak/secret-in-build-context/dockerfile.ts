import { type DockerfileContext, dockerIgnore, dockerPattern } from '../../../src/engine/check.ts';
import { shippedStages } from '../../models/dockerStages.ts';

/** Stays in the caches of those who build. */
const unshipped = 'CVSS:3.1/AV:L/AC:H/PR:L/UI:N/S:U/C:L/I:N/A:N';

/** Holds passwords, tokens or private keys whatever is in it. */
const SURE =
  /(?:^|\/)(?:\.env(?:\.(?:local|production|prod|staging|live))?|\.netrc|_netrc|\.pgpass|\.git-credentials|\.pypirc|\.vault-token|\.dockercfg|\.docker\/config\.json|\.aws(?:\/credentials)?\/?|\.ssh\/?|\.gnupg\/?|\.kube(?:\/config)?\/?|kubeconfig|id_(?:rsa|dsa|ecdsa|ed25519)|credentials\.json|service[-_]?account[\w-]*\.json|client_secret[\w-]*\.json|master\.key|[\w.-]+\.(?:p12|pfx|jks|kdbx|keytab|ppk|tfstate))$/i;
/** Often does, and can be harmless: an `.npmrc` may hold nothing but an address. */
const LIKELY =
  /(?:^|\/)(?:\.npmrc|\.yarnrc\.yml|\.my\.cnf|settings\.xml|auth\.json|\.htpasswd|\.git\/?|secrets?\/?|credentials\/?|[\w.-]*(?:private|priv|server|tls|ssl|secret|signing)[\w.-]*\.(?:key|pem)|[\w.-]+\.key|secrets?\.(?:ya?ml|json|env|toml|ini|txt))$/i;
const SHOWN = /(?:^|[._/-])(?:examples?|samples?|template|tmpl|dist|public|pub|cert|ca|chain|fullchain|trusted|keyrings?|gpg)(?:$|[._/-])/i;

function worthOf(path: string): 'sure' | 'likely' | null {
  if (SHOWN.test(path) || path.includes('$')) return null;
  return SURE.test(path) ? 'sure' : LIKELY.test(path) ? 'likely' : null;
}

/** Of what is copied without being named, only what is seldom anything else. */
const PRIVATE_KEY = /(?:^|\/)[\w.-]*(?:private|priv|server|tls|ssl|signing)[\w.-]*\.(?:key|pem)$/i;
const NAMED = 3;

function holdsSecrets(path: string): boolean {
  return !SHOWN.test(path) && (SURE.test(path) || PRIVATE_KEY.test(path));
}

type Instruction = DockerfileContext['dockerfile']['instructions'][number];

function sourcesOf({ words }: Instruction) {
  // `COPY ["a", "b"]` comes as words with brackets and commas round them.
  const isList = words[0]?.text.startsWith('[') ?? false;
  return words.slice(0, -1).map((word) => ({ word, path: isList ? word.text.replace(/^\[|[\],]+$/g, '') : word.text }));
}

/** The files of secrets that come with folders and patterns, by what brings them first. */
function takenAlong(instruction: Instruction, secrets: readonly string[]) {
  const excluded = instruction.flags.flatMap(({ text }) => (text.startsWith('--exclude=') ? [text.slice('--exclude='.length)] : []));
  const isLeftOut = dockerIgnore(excluded.join('\n'));
  const left = new Set(isLeftOut ? secrets.filter((path) => !isLeftOut(path)) : []);
  return sourcesOf(instruction).flatMap(({ word, path }) => {
    if (worthOf(path) || path.includes('$') || left.size === 0) return [];
    const taken = [...left].filter(dockerPattern(path));
    for (const one of taken) left.delete(one);
    return taken.length > 0 ? [{ word, path, taken }] : [];
  });
}

function quoted(path: string): string {
  return `\`${path.replaceAll('`', "'").slice(0, 80)}\``;
}

function reportTakenAlong(
  instruction: Instruction,
  isShipped: boolean,
  secrets: readonly string[],
  report: DockerfileContext['report'],
): void {
  for (const { word, path, taken } of takenAlong(instruction, secrets)) {
    const rest = taken.length > NAMED ? ` and ${taken.length - NAMED} more` : '';
    const names = `${taken.slice(0, NAMED).map(quoted).join(', ')}${rest}`;
    report({
      at: word,
      statement: `${instruction.keyword} ${path} with ${taken.join(' ')}`,
      confidence: 'medium',
      ...(isShipped ? {} : { vector: unshipped }),
      message: isShipped
        ? `This takes ${names} along into a layer of the image: nothing in \`.dockerignore\` leaves it out, and everyone who can pull the image can read it.`
        : `This takes ${names} along: it is no part of the final image, but stays in the layers of this stage and in build caches. Nothing in \`.dockerignore\` leaves it out.`,
      trace: [{ at: word, text: `${names} lies in what is copied` }],
    });
  }
}

/** Reports `COPY` and `ADD` of files that are made to hold secrets, also of folders and all that bring such a file along. */
export function dockerfile({ dockerfile, sent, report }: DockerfileContext): void {
  const secrets = sent.filter(holdsSecrets);
  const shipped = shippedStages(dockerfile);
  for (const instruction of dockerfile.instructions) {
    const { keyword, flags, heredocs, stage, isTrigger } = instruction;
    if ((keyword !== 'COPY' && keyword !== 'ADD') || stage < 0 || heredocs.length > 0) continue;
    // What another stage made is not of the build context.
    if (flags.some(({ text }) => text.startsWith('--from='))) continue;
    const isShipped = shipped.has(stage) || isTrigger;
    reportTakenAlong(instruction, isShipped, secrets, report);
    for (const { word, path } of sourcesOf(instruction)) {
      const worth = worthOf(path);
      if (!worth) continue;
      const name = quoted(path);
      report({
        at: word,
        statement: `${keyword} ${path}`,
        confidence: worth === 'sure' ? 'high' : 'medium',
        ...(isShipped ? {} : { vector: unshipped }),
        message: isShipped
          ? `${name} becomes a layer of the image: everyone who can pull it can read the file, also where a later instruction removes it.`
          : `${name} is no part of the final image, but stays in the layers of this stage and in build caches.`,
        trace: [{ at: word, text: `${name} is copied from the build context into a layer` }],
      });
    }
  }
}
