import type { ViewerTool } from './tool.ts';

type Groups = readonly (readonly ViewerTool[])[];

/**
 * The groups with one more tool: at the end of the group that holds the tool named `beside`, else in a group of its own
 * at the end. A tool of the same name is replaced where it stands.
 *
 * @throws Error when one of its keys belongs to another tool
 */
export function addToolToGroups(groups: Groups, tool: ViewerTool, beside?: string): Groups {
  const taken = groups
    .flat()
    .find((one) => one.name !== tool.name && one.keys?.some((key) => tool.keys?.includes(key)));
  if (taken)
    throw new Error(
      `The tool '${tool.name}' wants a key of '${taken.name}' (${taken.keys!.join(' ')}): choose another one.`,
    );
  if (groups.flat().some(({ name }) => name === tool.name))
    return groups.map((group) => group.map((one) => (one.name === tool.name ? tool : one)));
  const at = groups.findIndex((group) => group.some(({ name }) => name === beside));
  if (at < 0) return [...groups, [tool]];
  return groups.map((group, index) => (index === at ? [...group, tool] : group));
}
