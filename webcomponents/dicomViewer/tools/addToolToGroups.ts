import type { ViewerTool } from './tool.ts';

type Groups = readonly (readonly ViewerTool[])[];

/**
 * Returns the groups with another tool, in the group of the tool named `beside` or in a new group at the end. A tool with
 * the same name is replaced.
 *
 * @throws Error if one of its keys belongs to another tool
 */
export function addToolToGroups(groups: Groups, tool: ViewerTool, beside?: string): Groups {
  const taken = groups
    .flat()
    .find((one) => one.name !== tool.name && one.keys?.some((key) => tool.keys?.includes(key)));
  if (taken)
    throw new Error(
      `The tool '${tool.name}' has a key of the tool '${taken.name}' (${taken.keys!.join(' ')}). Choose another key.`,
    );
  if (groups.flat().some(({ name }) => name === tool.name))
    return groups.map((group) => group.map((one) => (one.name === tool.name ? tool : one)));
  const at = groups.findIndex((group) => group.some(({ name }) => name === beside));
  if (at < 0) return [...groups, [tool]];
  return groups.map((group, index) => (index === at ? [...group, tool] : group));
}
