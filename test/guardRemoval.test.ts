/** With its guard a piece of code is silent, and without it reported: for every check and language, as a row. */
import { beforeAll, expect, test } from '@jest/globals';
import { checks } from '../checks/index.ts';
import { type AnalyzeFile, createAnalyzer } from '../src/engine/analyzeFile.ts';
import { loadCore } from '../src/engine/parse/grammars.ts';

interface GuardRemoval {
  readonly check: string;
  /** Also the file's path, so that its ending tells the language. */
  readonly path: string;
  readonly guarded: string;
  readonly unguarded: string;
}

const removals: readonly GuardRemoval[] = [
  {
    check: 'failsecure/privileged-unchecked',
    path: 'app/install.js',
    guarded: "const { spawnSync } = require('child_process');\nif (spawnSync('chmod', ['600', key]).status !== 0) throw new Error();\n",
    unguarded: "const { spawnSync } = require('child_process');\nspawnSync('chmod', ['600', key]);\n",
  },
  {
    check: 'toctou/predictable-temp',
    path: 'app/report.ts',
    guarded: "import fs from 'node:fs';\nconst p = `${fs.mkdtempSync('/tmp/r-')}/report`;\nfs.writeFileSync(p, text);\n",
    unguarded: "import fs from 'node:fs';\nconst p = `/tmp/r-${process.pid}/report`;\nfs.writeFileSync(p, text);\n",
  },
  {
    check: 'toctou/verify-then-execute',
    path: 'app/plugin.js',
    guarded:
      "const fs = require('fs');\nconst code = fs.readFileSync(p);\nif (crypto.createHash('sha256').update(code).digest('hex') !== pinned) throw new Error();\nnew vm.Script(String(code));\n",
    unguarded:
      "const fs = require('fs');\nconst code = fs.readFileSync(p);\nif (crypto.createHash('sha256').update(code).digest('hex') !== pinned) throw new Error();\nrequire(p);\n",
  },
  {
    check: 'toctou/symlink-swap',
    path: 'app/release.ts',
    guarded: "import fs from 'node:fs';\nfs.symlinkSync(release, next);\nfs.renameSync(next, current);\n",
    unguarded: "import fs from 'node:fs';\nfs.unlinkSync(current);\nfs.symlinkSync(release, current);\n",
  },
  {
    check: 'toctou/rewrite-in-place',
    path: 'app/hosts.mjs',
    guarded:
      "import fs from 'node:fs';\nconst text = fs.readFileSync('/etc/hosts', 'utf8');\nfs.writeFileSync('/etc/hosts.new', text + line);\nfs.renameSync('/etc/hosts.new', '/etc/hosts');\n",
    unguarded:
      "import fs from 'node:fs';\nconst text = fs.readFileSync('/etc/hosts', 'utf8');\nfs.writeFileSync('/etc/hosts', text + line);\n",
  },
  {
    check: 'toctou/check-then-use',
    path: 'app/state.ts',
    guarded: "import fs from 'node:fs';\nif (!fs.existsSync(p)) fs.writeFileSync(p, text, { flag: 'wx' });\n",
    unguarded: "import fs from 'node:fs';\nif (!fs.existsSync(p)) fs.writeFileSync(p, text);\n",
  },
  {
    check: 'toctou/check-then-use',
    path: 'app/locked.js',
    guarded: "const fs = require('fs');\nawait mutex.acquire();\nif (!fs.existsSync(p)) fs.writeFileSync(p, text);\n",
    unguarded: "const fs = require('fs');\nif (!fs.existsSync(p)) fs.writeFileSync(p, text);\n",
  },
  {
    check: 'toctou/create-then-restrict',
    path: 'app/keys.ts',
    guarded: "import fs from 'node:fs';\nprocess.umask(0o077);\nfs.writeFileSync(p, key);\nfs.chmodSync(p, 0o600);\n",
    unguarded: "import fs from 'node:fs';\nfs.writeFileSync(p, key);\nfs.chmodSync(p, 0o600);\n",
  },
  {
    check: 'failsecure/promise-dropped',
    path: 'app/files.js',
    guarded:
      'async function hasPermission(user) {\n  return store.allows(user);\n}\nasync function drop(user) {\n  if (!(await hasPermission(user))) throw new Error();\n  remove();\n}\n',
    unguarded:
      'async function hasPermission(user) {\n  return store.allows(user);\n}\nasync function drop(user) {\n  if (!hasPermission(user)) throw new Error();\n  remove();\n}\n',
  },
  {
    check: 'failsecure/empty-catch',
    path: 'app/accounts.js',
    guarded: 'async function logOut(token) {\n  await revokeToken(token);\n  return true;\n}\n',
    unguarded: 'async function logOut(token) {\n  try {\n    await revokeToken(token);\n  } catch {}\n  return true;\n}\n',
  },
  {
    check: 'failsecure/guard-only-if-configured',
    path: 'app/gateway.js',
    guarded:
      'function keyed(req, res, next) {\n  const key = process.env.API_KEY;\n  if (!key) return res.sendStatus(503);\n  if (req.get("x-api-key") !== key) return res.sendStatus(401);\n  next();\n}\n',
    unguarded:
      'function keyed(req, res, next) {\n  const key = process.env.API_KEY;\n  if (key && req.get("x-api-key") !== key) return res.sendStatus(401);\n  next();\n}\n',
  },
  {
    check: 'artifact/unverified-download',
    path: 'app/install.js',
    guarded:
      "import fs from 'node:fs';\nimport { execFileSync } from 'node:child_process';\nconst tool = `${home}/tool`;\nconst bytes = Buffer.from(await (await fetch(url)).arrayBuffer());\nif (createHash('sha256').update(bytes).digest('hex') !== expected) throw new Error();\nfs.writeFileSync(tool, bytes);\nexecFileSync(tool, []);\n",
    unguarded:
      "import fs from 'node:fs';\nimport { execFileSync } from 'node:child_process';\nconst tool = `${home}/tool`;\nconst bytes = Buffer.from(await (await fetch(url)).arrayBuffer());\nfs.writeFileSync(tool, bytes);\nexecFileSync(tool, []);\n",
  },
  {
    check: 'failsecure/fail-open-auth',
    path: 'app/hooks.js',
    guarded:
      'app.use((req, res, next) => {\n  try {\n    verifySignature(req);\n  } catch (error) {\n    console.error(error);\n    return res.sendStatus(401);\n  }\n  next();\n});\n',
    unguarded:
      'app.use((req, res, next) => {\n  try {\n    verifySignature(req);\n  } catch (error) {\n    console.error(error);\n  }\n  next();\n});\n',
  },
  {
    check: 'failsecure/default-secret',
    path: 'app/session.js',
    guarded:
      "const secret = process.env.SESSION_SECRET || 'keyboard cat';\nif (process.env.NODE_ENV === 'production' && !process.env.SESSION_SECRET) throw new Error('SESSION_SECRET is not set');\n",
    unguarded: "const secret = process.env.SESSION_SECRET || 'keyboard cat';\n",
  },
  {
    check: 'toctou/mktemp-dry-run',
    path: 'app/export.py',
    guarded: 'import tempfile\nfd, p = tempfile.mkstemp()\nopen(p, "w").write(text)\n',
    unguarded: 'import tempfile\np = tempfile.mktemp()\nopen(p, "w").write(text)\n',
  },
  {
    check: 'toctou/get-or-create',
    path: 'app/people.py',
    guarded: 'def ensure(email):\n    return User.objects.get_or_create(email=email)\n',
    unguarded: 'def ensure(email):\n    if not User.objects.filter(email=email).exists():\n        User.objects.create(email=email)\n',
  },
  {
    check: 'toctou/await-check-then-act',
    path: 'app/pool.py',
    guarded:
      'class Pool:\n    async def take(self):\n        async with self.lock:\n            if self.available > 0:\n                await self.audit()\n                self.available -= 1\n',
    unguarded:
      'class Pool:\n    async def take(self):\n        if self.available > 0:\n            await self.audit()\n            self.available -= 1\n',
  },
  {
    check: 'failsecure/default-secret',
    path: 'app/settings.py',
    guarded: 'import os\nSECRET_KEY = os.environ["SECRET_KEY"]\n',
    unguarded: 'import os\nSECRET_KEY = os.environ.get("SECRET_KEY", "change-me-please")\n',
  },
  {
    check: 'failsecure/guard-only-if-configured',
    path: 'app/hook.py',
    guarded:
      'def hook(request):\n    if not SECRET:\n        raise RuntimeError()\n    verify_signature(SECRET, request.body)\n    run()\n',
    unguarded: 'def hook(request):\n    if SECRET:\n        verify_signature(SECRET, request.body)\n    run()\n',
  },
  {
    check: 'failsecure/fail-open-auth',
    path: 'app/gate.py',
    guarded: 'def allowed(user):\n    try:\n        return check_access(user)\n    except OSError:\n        return False\n',
    unguarded: 'def allowed(user):\n    try:\n        return check_access(user)\n    except OSError:\n        return True\n',
  },
  {
    check: 'failsecure/empty-catch',
    path: 'app/tokens.py',
    guarded:
      'def change(user):\n    try:\n        revoke_tokens(user)\n    except OSError:\n        log.error("tokens live on")\n        raise\n',
    unguarded: 'def change(user):\n    try:\n        revoke_tokens(user)\n    except OSError:\n        pass\n',
  },
  {
    check: 'toctou/verify-then-execute',
    path: 'app/plugins.py',
    guarded: "import pickle\ndata = open(path, 'rb').read()\nif sha256(data) != expected:\n    raise ValueError()\npickle.loads(data)\n",
    unguarded: 'import subprocess\nif sha256_of(path) != expected:\n    raise ValueError()\nsubprocess.run([path])\n',
  },
  {
    check: 'artifact/unverified-download',
    path: 'app/fetch.py',
    guarded: 'import os, urllib.request\nurllib.request.urlretrieve(url, path)\nverify_checksum(path, EXPECTED)\nos.chmod(path, 0o755)\n',
    unguarded: 'import os, urllib.request\nurllib.request.urlretrieve(url, path)\nos.chmod(path, 0o755)\n',
  },
  {
    check: 'toctou/rewrite-in-place',
    path: 'app/counter.py',
    guarded:
      "import os\nfrom pathlib import Path\ntext = Path(path).read_text()\nPath(new).write_text(text + 'x')\nos.replace(new, path)\n",
    unguarded: "from pathlib import Path\ntext = Path(path).read_text()\nPath(path).write_text(text + 'x')\n",
  },
  {
    check: 'failsecure/assert-security',
    path: 'app/views.py',
    guarded: 'def drop(user):\n    if not user.is_admin:\n        raise PermissionError()\n    remove()\n',
    unguarded: 'def drop(user):\n    assert user.is_admin\n    remove()\n',
  },
  {
    check: 'toctou/check-then-use',
    path: 'app/state.py',
    guarded: 'import os\nif not os.path.exists(p):\n    open(p, "x").write(text)\n',
    unguarded: 'import os\nif not os.path.exists(p):\n    open(p, "w").write(text)\n',
  },
  {
    check: 'toctou/create-then-restrict',
    path: 'app/keys.py',
    guarded: 'import os\nos.umask(0o077)\nopen(p, "w").write(key)\nos.chmod(p, 0o600)\n',
    unguarded: 'import os\nopen(p, "w").write(key)\nos.chmod(p, 0o600)\n',
  },
  {
    check: 'toctou/predictable-temp',
    path: 'app/log.py',
    guarded: 'import tempfile\nwith tempfile.NamedTemporaryFile("w") as log:\n    log.write(text)\n',
    unguarded: 'with open("/tmp/app.log", "w") as log:\n    log.write(text)\n',
  },
  {
    check: 'failsecure/privileged-unchecked',
    path: 'app/harden.py',
    guarded: 'import subprocess\nsubprocess.run(["chmod", "600", key], check=True)\nstart()\n',
    unguarded: 'import subprocess\nsubprocess.run(["chmod", "600", key])\nstart()\n',
  },
  {
    check: 'toctou/check-then-use',
    path: 'enroll.ps1',
    guarded: "if (-not (Test-Path $p)) { 'x' | Out-File $p -NoClobber }\n",
    unguarded: "if (-not (Test-Path $p)) { 'x' | Out-File $p }\n",
  },
  {
    check: 'toctou/create-then-restrict',
    path: 'token.ps1',
    guarded:
      "New-Item $key | Out-Null\nicacls $key /inheritance:r\nif ($LASTEXITCODE -ne 0) { throw 'icacls' }\nSet-Content $key $secret\n",
    unguarded: "Set-Content $key $secret\nicacls $key /inheritance:r\nif ($LASTEXITCODE -ne 0) { throw 'icacls' }\n",
  },
  {
    check: 'toctou/predictable-temp',
    path: 'stage.ps1',
    guarded: "$p = Join-Path $env:TEMP ([guid]::NewGuid().ToString() + '.ps1')\nSet-Content $p 'x'\n& $p\n",
    unguarded: "$p = Join-Path $env:TEMP 'stage.ps1'\nSet-Content $p 'x'\n& $p\n",
  },
  {
    check: 'toctou/await-check-then-act',
    path: 'src/coupons.ts',
    guarded:
      'async function redeem(code) {\n  const coupon = await prisma.coupon.findUnique({ where: { code } });\n  if (coupon.used) throw new Error();\n  await prisma.coupon.updateMany({ where: { code, used: false }, data: { used: true } });\n}\n',
    unguarded:
      'async function redeem(code) {\n  const coupon = await prisma.coupon.findUnique({ where: { code } });\n  if (coupon.used) throw new Error();\n  await prisma.coupon.updateMany({ where: { code }, data: { used: true } });\n}\n',
  },
  {
    check: 'toctou/get-or-create',
    path: 'src/users.ts',
    guarded:
      'async function ensure(email) {\n  const user = await User.findOne({ email });\n  return user ?? (await User.create({ email }).catch((error) => { if (error.code !== 11000) throw error; }));\n}\n',
    unguarded:
      'async function ensure(email) {\n  const user = await User.findOne({ email });\n  return user ?? (await User.create({ email }));\n}\n',
  },
  {
    check: 'toctou/db-read-modify-write',
    path: 'shop/views.py',
    guarded: 'a = Account.objects.select_for_update().get(pk=pk)\nif a.balance >= n:\n    a.balance -= n\n    a.save()\n',
    unguarded: 'a = Account.objects.get(pk=pk)\nif a.balance >= n:\n    a.balance -= n\n    a.save()\n',
  },
  {
    check: 'failsecure/privileged-unchecked',
    path: 'harden.ps1',
    guarded:
      "icacls $data /inheritance:r\nif ($LASTEXITCODE -ne 0) { throw 'icacls' }\nSet-Acl $data $list -ErrorAction Stop\nStart-Service x\n",
    unguarded: 'icacls $data /inheritance:r\nSet-Acl $data $list\nStart-Service x\n',
  },
  {
    check: 'artifact/unverified-download',
    path: 'setup.ps1',
    guarded: "iwr $url -OutFile $exe\nif ((Get-FileHash $exe).Hash -ne $sum) { throw 'checksum' }\n& $exe\n",
    unguarded: 'iwr $url -OutFile $exe\n& $exe\n',
  },
  {
    check: 'failsecure/empty-catch',
    path: 'session.ps1',
    guarded: 'try { Revoke-Token $t } catch { throw }\n',
    unguarded: 'try { Revoke-Token $t } catch { }\n',
  },
  {
    check: 'failsecure/fail-open-auth',
    path: 'gate.ps1',
    guarded: 'try { Assert-Signature $p } catch { Write-Warning $_; exit 1 }\nExpand-Archive $p\n',
    unguarded: 'try { Assert-Signature $p } catch { Write-Warning $_ }\nExpand-Archive $p\n',
  },
  {
    check: 'failsecure/default-secret',
    path: 'sign.ps1',
    guarded: "$secret = $env:SIGNING_SECRET ?? 'words'\nif ($secret -eq 'words') { throw 'SIGNING_SECRET' }\n",
    unguarded: "$secret = $env:SIGNING_SECRET ?? 'words'\n",
  },
  {
    check: 'artifact/unverified-download',
    path: 'setup.ps1',
    guarded: "iwr $url -OutFile $exe\nif ((Get-FileHash $exe).Hash -ne $sum) { throw 'checksum' }\n& $exe\n",
    unguarded: 'iwr $url -OutFile $exe\n& $exe\n',
  },
  {
    check: 'failsecure/empty-catch',
    path: 'session.ps1',
    guarded: 'try { Revoke-Token $t } catch { throw }\n',
    unguarded: 'try { Revoke-Token $t } catch { }\n',
  },
  {
    check: 'failsecure/fail-open-auth',
    path: 'gate.ps1',
    guarded: 'try { Assert-Signature $p } catch { Write-Warning $_; exit 1 }\nExpand-Archive $p\n',
    unguarded: 'try { Assert-Signature $p } catch { Write-Warning $_ }\nExpand-Archive $p\n',
  },
  {
    check: 'failsecure/default-secret',
    path: 'sign.ps1',
    guarded: "$secret = $env:SIGNING_SECRET ?? 'words'\nif ($secret -eq 'words') { throw 'SIGNING_SECRET' }\n",
    unguarded: "$secret = $env:SIGNING_SECRET ?? 'words'\n",
  },
  {
    check: 'failsecure/default-secret',
    path: 'bin/start.sh',
    guarded: '#!/bin/sh\n: "${SESSION_SECRET:?}"\nexec portal --secret "$SESSION_SECRET"\n',
    unguarded: '#!/bin/sh\n: "${SESSION_SECRET:=portal}"\nexec portal --secret "$SESSION_SECRET"\n',
  },
  {
    check: 'failsecure/guard-only-if-configured',
    path: 'bin/install.sh',
    guarded:
      '#!/bin/sh\nset -eu\n[ -n "$SUM" ] || exit 1\nif [ -n "$SUM" ]; then\n  echo "$SUM  /srv/a.bin" | sha256sum -c -\nfi\ncp /srv/a.bin /srv/bin/a\n',
    unguarded: '#!/bin/sh\nset -eu\nif [ -n "$SUM" ]; then\n  echo "$SUM  /srv/a.bin" | sha256sum -c -\nfi\ncp /srv/a.bin /srv/bin/a\n',
  },
  {
    check: 'failsecure/fail-open-auth',
    path: 'bin/unpack.sh',
    guarded: '#!/bin/sh\ngpg --verify a.tgz.asc a.tgz || exit 1\ntar xzf a.tgz\n',
    unguarded: '#!/bin/sh\ngpg --verify a.tgz.asc a.tgz || echo "bad signature"\ntar xzf a.tgz\n',
  },
  {
    check: 'failsecure/privileged-unchecked',
    path: 'bin/close.sh',
    guarded: '#!/bin/sh\nchmod 600 /etc/portal.key || exit 1\nsystemctl start portal\n',
    unguarded: '#!/bin/sh\nchmod 600 /etc/portal.key\nsystemctl start portal\n',
  },
  {
    check: 'failsecure/errexit-defeated',
    path: 'bin/prepare.sh',
    guarded: '#!/bin/bash\nset -e\nprepare() {\n  chmod 600 /etc/portal.key || return 1\n  echo ready\n}\nprepare || exit 1\n',
    unguarded: '#!/bin/bash\nset -e\nprepare() {\n  chmod 600 /etc/portal.key\n  echo ready\n}\nprepare || exit 1\n',
  },
  {
    check: 'failsecure/status-masked',
    path: 'bin/restore.sh',
    guarded: '#!/bin/bash\nset -e\nf() {\n  local key\n  key=$(gpg -d key.gpg)\n  restore --key "$key"\n}\nf\n',
    unguarded: '#!/bin/bash\nset -e\nf() {\n  local key=$(gpg -d key.gpg)\n  restore --key "$key"\n}\nf\n',
  },
  {
    check: 'artifact/producer-unchecked',
    path: 'bin/backup.sh',
    guarded: '#!/bin/sh\ntar -czf /srv/etc.tgz /etc || exit 1\nscp /srv/etc.tgz vault:/in/\n',
    unguarded: '#!/bin/sh\ntar -czf /srv/etc.tgz /etc\nscp /srv/etc.tgz vault:/in/\n',
  },
  {
    check: 'artifact/unverified-download',
    path: 'bin/tools.sh',
    guarded:
      '#!/bin/sh\nset -e\ncurl -fsSLo /srv/setup.sh https://get.example.com/setup.sh\necho "$SETUP_SHA256  /srv/setup.sh" | sha256sum -c -\nsh /srv/setup.sh\n',
    unguarded: '#!/bin/sh\nset -e\ncurl -fsSLo /srv/setup.sh https://get.example.com/setup.sh\nsh /srv/setup.sh\n',
  },
  {
    check: 'artifact/unverified-download',
    path: 'Dockerfile',
    guarded:
      'FROM debian:12\nADD --checksum=sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 https://dl.example.com/a.tgz /tmp/\n',
    unguarded: 'FROM debian:12\nADD https://dl.example.com/a.tgz /tmp/\n',
  },
  {
    check: 'toctou/create-then-restrict',
    path: 'setup/key.sh',
    guarded: '(umask 077; portalctl keygen > /etc/portal/host.key)\nchmod 600 /etc/portal/host.key || exit 1\n',
    unguarded: 'portalctl keygen > /etc/portal/host.key\nchmod 600 /etc/portal/host.key || exit 1\n',
  },
  {
    check: 'toctou/secret-before-chmod',
    path: 'setup/token.sh',
    guarded: 'install -m 600 /dev/null token\nprintf %s "$API_TOKEN" > token\nchmod 600 token || exit 1\n',
    unguarded: 'printf %s "$API_TOKEN" > token\nchmod 600 token || exit 1\n',
  },
  {
    check: 'toctou/mkdir-then-chmod',
    path: 'setup/dir.sh',
    guarded: 'mkdir -m 700 /srv/vault\nchmod 700 /srv/vault || exit 1\n',
    unguarded: 'mkdir /srv/vault\nchmod 700 /srv/vault || exit 1\n',
  },
  {
    check: 'toctou/check-then-use',
    path: 'setup/state.sh',
    guarded: 'set -C\n[ -e "$1/state" ] || echo new > "$1/state"\n',
    unguarded: '[ -e "$1/state" ] || echo new > "$1/state"\n',
  },
  {
    check: 'toctou/lock-nonatomic',
    path: 'setup/once.sh',
    guarded: 'exec 9> "$DIR/guard"\nflock -n 9 || exit 1\n[ -e "$DIR/job.lock" ] && exit 1\necho $$ > "$DIR/job.lock"\n',
    unguarded: '[ -e "$DIR/job.lock" ] && exit 1\necho $$ > "$DIR/job.lock"\n',
  },
  {
    check: 'toctou/predictable-temp',
    path: 'setup/build.sh',
    guarded: 'mkdir /tmp/build || exit 1\nmake > /tmp/build/log\n',
    unguarded: 'make > /tmp/build/log\n',
  },
  {
    check: 'toctou/mktemp-dry-run',
    path: 'setup/list.sh',
    guarded: 'list=$(mktemp)\nsort "$1" > "$list"\n',
    unguarded: 'list=$(mktemp -u)\nsort "$1" > "$list"\n',
  },
  {
    check: 'toctou/symlink-swap',
    path: 'setup/release.sh',
    guarded: 'ln -sfn "$1" /srv/app/current\n',
    unguarded: 'rm -f /srv/app/current\nln -s "$1" /srv/app/current\n',
  },
  {
    check: 'toctou/rewrite-in-place',
    path: 'setup/count.sh',
    guarded: 'exec 9> guard\nflock 9\nn=$(cat count)\necho $((n + 1)) > count\n',
    unguarded: 'n=$(cat count)\necho $((n + 1)) > count\n',
  },
  {
    check: 'toctou/verify-then-execute',
    path: 'setup/install.sh',
    guarded: 'dir=$(mktemp -d)\nmv /srv/incoming/a.sh "$dir/a.sh"\ngpg --verify a.sig "$dir/a.sh" || exit 1\nsh "$dir/a.sh"\n',
    unguarded: 'gpg --verify a.sig /srv/incoming/a.sh || exit 1\nsh /srv/incoming/a.sh\n',
  },
  {
    check: 'toctou/pidfile-kill',
    path: 'setup/stop.sh',
    guarded: 'pid=$(cat "$PIDFILE")\n[ "$(readlink "/proc/$pid/exe")" = /usr/bin/app ] || exit 1\nkill "$pid"\n',
    unguarded: 'pid=$(cat "$PIDFILE")\nkill "$pid"\n',
  },
  {
    check: 'toctou/symlink-follow',
    path: 'setup/notice.sh',
    guarded: 'home=$(getent passwd "$1" | cut -d: -f6)\ndate | runuser -u "$1" -- tee "$home/notice" > /dev/null\n',
    unguarded: 'home=$(getent passwd "$1" | cut -d: -f6)\ndate | tee "$home/notice" > /dev/null\n',
  },
  {
    check: 'toctou/umask-permissive',
    path: 'setup/share.sh',
    guarded: 'chmod 1777 /srv/exchange || exit 1\n',
    unguarded: 'chmod 777 /srv/exchange || exit 1\n',
  },
  {
    check: 'actions/permissions',
    path: '.github/workflows/build.yml',
    guarded:
      'on: push\npermissions:\n  contents: read\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v6\n      - run: make\n',
    unguarded: 'on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v6\n      - run: make\n',
  },
  {
    check: 'actions/persist-credentials',
    path: '.github/workflows/pack.yml',
    guarded:
      'on: push\npermissions: {}\njobs:\n  pack:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          persist-credentials: false\n      - uses: actions/upload-artifact@v4.3.0\n        with:\n          path: .\n',
    unguarded:
      'on: push\npermissions: {}\njobs:\n  pack:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - uses: actions/upload-artifact@v4.3.0\n        with:\n          path: .\n',
  },
  {
    check: 'actions/secrets-exposure',
    path: '.github/workflows/deploy.yml',
    guarded:
      'on: push\npermissions: {}\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ./deploy.sh\n        env:\n          KEY: ${{ secrets.DEPLOY_KEY }}\n',
    unguarded:
      'on: push\npermissions: {}\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ./deploy.sh\n        env:\n          KEY: ${{ toJSON(secrets) }}\n',
  },
  {
    check: 'artifact/actions-unpinned',
    path: '.github/workflows/lint.yml',
    guarded:
      'on: push\npermissions: {}\njobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: octo/lint@08c6903cd8c0fde910a37f88322edcfb5dd907a8\n',
    unguarded: 'on: push\npermissions: {}\njobs:\n  lint:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: octo/lint@v1\n',
  },
  {
    check: 'toctou/explicit-temp-mode',
    path: 'setup/list.sh',
    guarded: 'list=$(mktemp) || exit 1\nchmod 600 "$list" || exit 1\n',
    unguarded: 'list=$(mktemp) || exit 1\n',
  },
  {
    check: 'failsecure/explicit-branch',
    path: 'setup/close.sh',
    guarded: 'set -e\nchmod 600 /etc/app.key || { echo "chmod failed" >&2; exit 1; }\necho done\n',
    unguarded: 'set -e\nchmod 600 /etc/app.key\necho done\n',
  },
];

let analyze: AnalyzeFile;
beforeAll(async () => {
  analyze = createAnalyzer(await loadCore(), checks);
});

test.each(removals.map((removal) => [`${removal.check} in ${removal.path}`, removal] as const))('%s', (_, removal) => {
  const reports = (text: string) =>
    analyze({ path: removal.path, mode: 'file', bytes: new TextEncoder().encode(text) }).findings.filter(
      ({ checkId }) => checkId === removal.check,
    ).length > 0;
  expect({ guarded: reports(removal.guarded), unguarded: reports(removal.unguarded) }).toEqual({ guarded: false, unguarded: true });
});

test('every check about order, failure, artifacts and workflows has a row; what is about the change alone is tried on changes', () => {
  const families = new Set(['toctou', 'failsecure', 'artifact', 'actions']);
  const wanted = checks.filter(({ family, about }) => families.has(family) && about !== 'change').map(({ id }) => id);
  expect(wanted.filter((id) => !removals.some(({ check }) => check === id))).toEqual([]);
});
