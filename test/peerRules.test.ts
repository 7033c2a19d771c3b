import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';

/** For each pattern that the peers get: code it is for, and code that it must leave alone. */
const samples: Readonly<Record<string, readonly [reported: string, silent: string]>> = {
  'archive-members-javascript': ['fs.writeFileSync(join(target, entry.path), data);', 'fs.writeFileSync(join(target, name), data);'],
  'archive-members-python': ['archive.extractall(target)', 'archive.extractall(target, filter="data")'],
  'code-eval-bash': ['eval "set -- $1"', "eval 'set -- a'"],
  'code-eval-javascript': ['new Function("a", body);', 'new Function("a", "return a");'],
  'code-eval-python': ['eval(text)', 'eval("1 + 1")'],
  'deserialize-javascript': ['serialize.unserialize(text);', 'JSON.parse(text);'],
  'deserialize-python': ['yaml.load(text, Loader=yaml.Loader)', 'yaml.load(text, Loader=yaml.SafeLoader)'],
  'download-run-bash': ['curl -fsS https://example.org/install | sudo bash', 'curl -fsS https://example.org/list | sort'],
  'header-text-javascript': ['res.setHeader("X-From", req.query.from);', 'res.setHeader("X-From", "here");'],
  'ldap-filter-python': ['connection.search_s(base, scope, f"(uid={name})")', 'connection.search_s(base, scope, "(uid=a)")'],
  'markup-javascript': ['box.innerHTML = `<b>${name}</b>`;', 'box.textContent = `<b>${name}</b>`;'],
  'markup-python': ['Markup("<b>%s</b>" % name)', 'Markup("<b></b>")'],
  'module-from-request-javascript': ['require("./plugins/" + name);', 'require("./plugins/a");'],
  'module-from-request-python': ['importlib.import_module("plugins." + name)', 'importlib.import_module("plugins.a")'],
  'nosql-query-javascript': ['users.findOne({ name: req.body.name });', 'users.findOne({ name: "a" });'],
  'open-redirect-javascript': ['res.redirect(302, req.query.next);', 'res.redirect(302, "/");'],
  'open-redirect-python': ['redirect(request.args["next"])', 'redirect("/")'],
  'path-from-request-bash': ['rm -rf "/srv/$1"', 'rm -rf "/srv/cache"'],
  'path-from-request-javascript': ['fs.readFile(join(root, req.params.name), done);', 'fs.readFile(join(root, "a"), done);'],
  'path-from-request-python': ['open(os.path.join(root, request.args["name"]))', 'open(os.path.join(root, "a"))'],
  'pattern-text-javascript': ['new RegExp(req.query.q);', 'new RegExp("a+");'],
  'pattern-text-python': ['re.search(request.args["q"], text)', 're.search("a+", request.args["q"])'],
  'prototype-keys-javascript': ['_.merge(settings, req.body);', '_.merge(settings, defaults);'],
  'request-forgery-javascript': ['fetch(req.query.url);', 'fetch("https://example.org");'],
  'request-forgery-python': ['requests.get(request.args["url"])', 'requests.get("https://example.org")'],
  'shell-command-javascript': ['exec(`ls ${folder}`, done);', 'execFile("ls", [folder], done);'],
  'shell-command-python': ['subprocess.run("ls " + folder, shell=True)', 'subprocess.run(["ls", folder])'],
  'sql-text-bash': ['psql -c "select * from users where name = \'$1\'"', 'psql -c "select count(*) from users"'],
  'sql-text-javascript': [
    'db.query("select * from users where name = " + name);',
    'db.query("select * from users where name = ?", [name]);',
  ],
  'sql-text-python': [
    'cursor.execute(f"select * from users where name = {name}")',
    'cursor.execute("select * from users where name = %s", [name])',
  ],
  'template-text-javascript': ['ejs.render(req.body.page);', 'ejs.render("<p></p>", { name });'],
  'template-text-python': ['render_template_string(request.args["page"])', 'render_template_string("<p></p>")'],
  'xml-entities-javascript': ['libxml.parseXml(text, { noent: true });', 'libxml.parseXml(text);'],
  'xml-entities-python': ['etree.XMLParser(resolve_entities=True)', 'etree.XMLParser(resolve_entities=False)'],
  'xpath-text-javascript': ['xpath.select("//user[name=" + name + "]", page);', 'xpath.select("//user", page);'],
  'xpath-text-python': ['tree.xpath("//user[name=%s]" % name)', 'tree.xpath("//user[name=$name]", name=name)'],
};
const endings: Readonly<Record<string, string>> = { bash: 'sh', javascript: 'js', python: 'py' };

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'peer-rules-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

function idsBelow(folder: string): string[] {
  return readdirSync(folder)
    .flatMap((name) => parseAllDocuments(readFileSync(join(folder, name), 'utf8')).map((document) => document.toJS()))
    .flatMap((document: { id: string } | { rules: { id: string }[] }) => ('rules' in document ? document.rules : [document]))
    .map(({ id }) => id)
    .sort();
}

test('ast-grep and Semgrep get the same patterns', () => {
  expect({ astGrep: idsBelow('bench/rules/ast-grep/rules'), semgrep: idsBelow('bench/rules/semgrep') }).toEqual({
    astGrep: Object.keys(samples),
    semgrep: Object.keys(samples),
  });
});

test('each pattern of ast-grep finds what it is for and nothing else', () => {
  for (const [id, texts] of Object.entries(samples)) {
    for (const [index, text] of texts.entries()) writeFileSync(join(dir, `${id}.${index}.${endings[id.split('-').at(-1)!]}`), `${text}\n`);
  }
  const out = execFileSync(
    'node_modules/@ast-grep/cli/ast-grep',
    ['scan', '--config', 'bench/rules/ast-grep/sgconfig.yml', '--json=compact', dir],
    { encoding: 'utf8' },
  );
  const found = (JSON.parse(out) as { ruleId: string; file: string }[]).map(
    ({ ruleId, file }) => `${ruleId} in ${file.slice(dir.length + 1)}`,
  );
  expect(found.sort()).toEqual(Object.keys(samples).map((id) => `${id} in ${id}.0.${endings[id.split('-').at(-1)!]}`));
});
