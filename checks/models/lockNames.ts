/** Names of files that stand for "somebody is at it": locks and process ids. */

const lock =
  /(?:^|[^a-z])(?:lock|lck)(?:s|file|dir|path)?(?:[^a-z]|$)|lock_?(?:file|dir|path)|\.pid\b|pid_?(?:file|path)|(?:^|[^a-z])running(?:[^a-z]|$)/i;
/** What package managers call a lock says which versions are meant. */
const pinned =
  /(?:package|yarn|cargo|poetry|gemfile|composer|pnpm|flake|pip(?:file)?|uv|bun|mix|pubspec|podfile|npm)[-_.]?(?:shrinkwrap|lock)|\.lock\.(?:json|yaml|yml|toml|hcl)\b/i;

/** Whether a path or the word that names it speaks of a lock. */
export function namesLock(...texts: readonly string[]): boolean {
  return texts.some((text) => {
    // Of a path only its last part and the variables in it tell what it is.
    const last = text.replace(/["']/g, '').replace(/\/+$/, '');
    if (/^\/(?:var|run)\/lock\//.test(last)) return true;
    const name = last.slice(last.lastIndexOf('/') + 1);
    return lock.test(name.replace(/([a-z])([A-Z])/g, '$1_$2')) && !pinned.test(last);
  });
}
