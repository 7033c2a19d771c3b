import type { DockerfileContext } from '../../../src/engine/check.ts';
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

/** Reports `COPY` and `ADD` of files that are made to hold secrets. */
export function dockerfile({ dockerfile, report }: DockerfileContext): void {
  const shipped = shippedStages(dockerfile);
  for (const { keyword, words, flags, heredocs, stage, isTrigger } of dockerfile.instructions) {
    if ((keyword !== 'COPY' && keyword !== 'ADD') || stage < 0 || heredocs.length > 0) continue;
    // What another stage made is not of the build context.
    if (flags.some(({ text }) => text.startsWith('--from='))) continue;
    // `COPY ["a", "b"]` comes as words with brackets and commas round them.
    const isList = words[0]?.text.startsWith('[') ?? false;
    for (const word of words.slice(0, -1)) {
      const path = isList ? word.text.replace(/^\[|[\],]+$/g, '') : word.text;
      const worth = worthOf(path);
      if (!worth) continue;
      const isShipped = shipped.has(stage) || isTrigger;
      const name = path.replaceAll('`', "'").slice(0, 80);
      report({
        at: word,
        statement: `${keyword} ${path}`,
        confidence: worth === 'sure' ? 'high' : 'medium',
        ...(isShipped ? {} : { vector: unshipped }),
        message: isShipped
          ? `\`${name}\` becomes a layer of the image: everyone who can pull it can read the file, also where a later instruction removes it.`
          : `\`${name}\` is no part of the final image, but stays in the layers of this stage and in build caches.`,
        trace: [{ at: word, text: `\`${name}\` is copied from the build context into a layer` }],
      });
    }
  }
}
