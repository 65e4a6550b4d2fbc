const compiled = new Map<string, RegExp>();

/** Returns true if a value matches a pattern with IAM's `*` and `?`. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
export function wildcardMatches(pattern: string, value: string, ignoreCase = false): boolean {
  const key = `${ignoreCase ? 'i' : ''} ${pattern}`;
  let regex = compiled.get(key);
  if (regex === undefined) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '[^]*')
      .replaceAll('?', '[^]');
    regex = new RegExp(`^${source}$`, ignoreCase ? 'i' : '');
    compiled.set(key, regex);
  }
  return regex.test(value);
}
