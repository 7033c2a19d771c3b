/** Finds the place of a commit by its sha or the start of one; null where none, or more than one, has it. */
export function commitsBySha(shas: readonly string[]): (sha: string) => number | null {
  const places = new Map(shas.map((sha, place) => [sha, place]));
  const sorted = [...shas].sort();
  return (sha) => {
    const place = places.get(sha);
    if (place !== undefined || sha.length < 7 || sha.length >= 40) return place ?? null;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < sha) low = middle + 1;
      else high = middle;
    }
    const found = sorted[low];
    return found?.startsWith(sha) && !sorted[low + 1]?.startsWith(sha) ? places.get(found)! : null;
  };
}
