/** How a text writes values down, by its path: what may stand without quotes, and what a line means. */

/**
 * `code`: texts in quotes. `shell`: words. `data`: JSON. `config`: the rest of a line. `markup`: between tags and in attributes.
 * `prose`: anything; only what is written like an assignment of the environment counts.
 */
export type TextFormat = 'code' | 'shell' | 'data' | 'config' | 'markup' | 'prose';

const byEnding: Record<string, TextFormat> = {};
const endings: Readonly<Record<TextFormat, string>> = {
  code: 'js mjs cjs jsx ts mts cts tsx py pyi pyw java kt kts scala groovy gradle go rb rake erb php phtml cs vb fs swift rs c h cc cpp cxx hpp hh m mm dart lua pl pm r ex exs erl hs clj cljs ps1 psm1 psd1 sql vue svelte tf tfvars hcl nix jl sol coffee cfm jsp asp aspx cshtml ipynb pp proto graphql bicep toml',
  shell: 'sh bash zsh ksh fish bats bat cmd envrc mk makefile dockerfile containerfile',
  data: 'json json5 jsonc webmanifest tfstate avsc har',
  config:
    'yml yaml env properties ini cfg conf cnf config cf npmrc pypirc netrc service desktop editorconfig prefs reg rdp ovpn j2 tpl tmpl sls',
  markup: 'xml html htm xhtml plist csproj pom nuspec xaml wsdl config.xml svg',
  prose: 'md mdx txt rst adoc asciidoc log csv tsv',
};
for (const [format, list] of Object.entries(endings)) for (const ending of list.split(' ')) byEnding[ending] = format as TextFormat;

const TEMPLATE = /\.(?:j2|jinja2?|tmpl|tpl|erb|in|dist|example|sample|template|bak|old|orig|save|swp)$/;

export function textFormatOf(path: string, text: string): TextFormat {
  let name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  name = name.replace(TEMPLATE, '');
  if (/^\.?env(?:\.|$)|\.env$/.test(name)) return 'config';
  if (/^(?:dockerfile|containerfile|makefile)(?:[.-]|$)/.test(name)) return 'shell';
  if (/^(?:web|app|machine|nuget|applicationhost)\.config$|\.(?:exe|dll)\.config$/.test(name)) return 'markup';
  if (/^\.?(?:bashrc|bash_profile|bash_history|zsh_history|zshrc|profile|bash_aliases|history)$/.test(name)) return 'shell';
  const dot = name.lastIndexOf('.');
  const known = byEnding[name.slice(dot + 1)];
  if (known) return known;
  if (text.startsWith('#!')) return /^#![^\n]{0,60}sh\b/.test(text) ? 'shell' : 'code';
  return dot <= 0 ? 'config' : 'prose';
}
