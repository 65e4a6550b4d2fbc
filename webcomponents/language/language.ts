import { configureLocalization, type LocaleModule } from '@lit/localize';

/** The language of the messages in the source code. */
export const SOURCE_LANGUAGE = 'en';
const MAX_ADDED_LANGUAGES = 64;

type LoadMessages = () => Promise<LocaleModule>;

/**
 * The languages by BCP 47 tag in lower case. `@lit/localize` is configured once, with all locale names, but a page may
 * add languages at any time. Hence a fixed pool of names (`added-0`, `added-1`, …) is configured, and each added
 * language gets one of them.
 */
const languages = new Map<string, { name: string; load: LoadMessages }>([
  ['de', { name: 'de', load: () => import('./messages/de.ts') }],
]);
let added = 0;
let localization: Pick<ReturnType<typeof configureLocalization>, 'getLocale' | 'setLocale'> | undefined;
let preferred: readonly string[] = [];

/**
 * Adds a language, or replaces the messages of an existing one.
 *
 * @param language a BCP 47 tag, such as `fr` or `pt-BR`
 * @param load loads a module in the format of `lit-localize build`: `{ templates: { [message id]: text } }`. Missing
 *   messages are displayed in English.
 */
export function addLanguage(language: string, load: LoadMessages): void {
  if (added === MAX_ADDED_LANGUAGES)
    throw new Error(`Cannot add '${language}': at most ${MAX_ADDED_LANGUAGES} languages can be added.`);
  languages.set(language.toLowerCase(), { name: `added-${added++}`, load });
  void selectLanguage(preferred);
}

/** Returns the BCP 47 tag of the elements' current language. */
export function getLanguage(): string {
  const name = localization?.getLocale() ?? SOURCE_LANGUAGE;
  return [...languages].find(([, language]) => language.name === name)?.[0] ?? name;
}

/**
 * Selects the first available language, or English if none is, for all elements of the page. Keeps the current language
 * if the messages cannot be loaded.
 *
 * @param tags BCP 47 tags in order of preference
 */
export async function selectLanguage(tags: readonly string[]): Promise<void> {
  preferred = tags;
  const language = tags.map(findLanguage).find((found) => found !== undefined) ?? SOURCE_LANGUAGE;
  localization ??= configure();
  try {
    await localization.setLocale(languages.get(language)?.name ?? SOURCE_LANGUAGE);
  } catch {
    // The elements keep their language.
  }
}

/** Returns the language, or its most specific available prefix: `de` for `de-AT`. */
function findLanguage(language: string): string | undefined {
  const parts = language.toLowerCase().split('-');
  for (; parts.length > 0; parts.pop()) {
    const tag = parts.join('-');
    if (tag === SOURCE_LANGUAGE || languages.has(tag)) return tag;
  }
  return undefined;
}

/** Configures `@lit/localize`, unless the page has done so: then the page's configuration applies to the elements. */
function configure(): NonNullable<typeof localization> {
  const names = Array.from({ length: MAX_ADDED_LANGUAGES }, (_, index) => `added-${index}`);
  const findLoader = (name: string): LoadMessages =>
    [...languages.values()].find((language) => language.name === name)!.load;
  try {
    return configureLocalization({
      sourceLocale: SOURCE_LANGUAGE,
      targetLocales: ['de', ...names],
      loadLocale: (name) => findLoader(name)(),
    });
  } catch {
    return { getLocale: () => SOURCE_LANGUAGE, setLocale: () => Promise.resolve() };
  }
}
