/** The schema of `.github/portcullis.yml` for editors. */
export function configJsonSchema(): object {
  throw new Error('configJsonSchema is not written yet');
}
