export function dockerIgnore(_text: string): ((path: string) => boolean) | null {
  return () => false;
}

export function dockerPattern(_pattern: string): (path: string) => boolean {
  return () => false;
}
