/** COCO's supercategories, named like the parents of Rekognition's labels. */
const GROUPS: Readonly<Record<string, string>> = {
  Vehicle: 'bicycle car motorcycle airplane bus train truck boat',
  Animal: 'bird cat dog horse sheep cow elephant bear zebra giraffe',
  Accessories: 'backpack umbrella handbag tie suitcase',
  Sport:
    'frisbee skis snowboard sports_ball kite baseball_bat baseball_glove skateboard surfboard tennis_racket',
  Kitchenware: 'bottle wine_glass cup fork knife spoon bowl',
  Food: 'banana apple sandwich orange broccoli carrot hot_dog pizza donut cake',
  Furniture: 'chair couch potted_plant bed dining_table toilet',
  Electronics: 'tv laptop mouse remote keyboard cell_phone',
  Appliance: 'microwave oven toaster sink refrigerator',
};

const PARENTS = new Map(
  Object.entries(GROUPS).flatMap(([parent, names]) =>
    names.split(' ').map((name) => [name.replaceAll('_', ' '), parent] as const),
  ),
);

/** Returns the parents of one of COCO's classes; most have one. */
export const findParents = (name: string): { Name: string }[] => {
  const parent = PARENTS.get(name);
  return parent === undefined ? [] : [{ Name: parent }];
};

/** Formats a class like Rekognition's labels: `dining table` becomes `Dining Table`. */
export const formatLabelName = (name: string): string =>
  name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
