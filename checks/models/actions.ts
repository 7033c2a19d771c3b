/** Actions by what they are known to do, and whose they are. */

/** Owners whose actions run on every runner anyway: who could move their tags has the runner already. */
export const platformOwner = /^(?:actions|github)\//;

/** Who verifies what these made looks for the tag in the signature, so a sha would break them: https://slsa.dev says to name the tag. */
export const taggedByDesign = /^slsa-framework\/slsa-github-generator\//;

/** Actions that need no more of the token than to read the code. */
export const readingActions =
  /^(?:actions\/(?:checkout|setup-[\w-]+|cache(?:\/\w+)?|upload-artifact(?:\/merge)?|download-artifact)|pnpm\/action-setup|oven-sh\/setup-bun|denoland\/setup-deno|astral-sh\/(?:setup-uv|ruff-action)|dtolnay\/rust-toolchain|actions-rust-lang\/setup-rust-toolchain|swatinem\/rust-cache|ruby\/setup-ruby|shivammathur\/setup-php|codecov\/codecov-action|golangci\/golangci-lint-action|pre-commit\/action|taiki-e\/install-action|gradle\/actions\/setup-gradle|docker\/setup-(?:buildx|qemu)-action)$/;

/** What a script does with the token of the run: then it may need more than to read. */
export const usesToken =
  /\bGITHUB_TOKEN\b|\bGH_TOKEN\b|github\.token|\bgit\s+(?:-\S+\s+)*push\b|(?:^|[\s;&|($])(?:gh|hub|npm publish|semantic-release|release-it|lerna|changeset|goreleaser|np|twine|docker push|helm push|oras|cosign|mkdocs gh-deploy|vsce|ghcr\.io)(?=\s|$)|gh-pages|ghcr\.io|npm\.pkg\.github/m;
