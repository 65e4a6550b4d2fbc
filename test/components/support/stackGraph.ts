import { collectProgram, REQUIRED, type Program, type Registered } from './collectProgram.ts';
import { ImageAnalysis, readSettings } from '../../../components/index.ts';

/** The resources of a stack. */
export class StackGraph {
  readonly program: Program;

  constructor(program: Program) {
    this.program = program;
  }

  get resources(): Registered[] {
    return this.program.resources;
  }

  /** Returns every resource of a type such as `aws:sqs/queue:Queue`. */
  all(type: string): Registered[] {
    return this.resources.filter((resource) => resource.type === type);
  }

  /** Returns the only resource of a type and name. Throws if there is none, or more than one. */
  one(type: string, name: string): Registered {
    const found = this.all(type).filter((resource) => resource.name === name);
    if (found.length !== 1)
      throw new Error(
        `${found.length} resources ${type} '${name}'; there are: ${this.all(type)
          .map((resource) => resource.name)
          .join(', ')}`,
      );
    return found[0]!;
  }
}

/** Collects the resources of the stack that `index.ts` creates with a configuration. */
export const stackGraph = async (config: Record<string, string> = {}): Promise<StackGraph> =>
  new StackGraph(
    await collectProgram(
      () => {
        const { portalUrl, apiUrl, functionNames } = new ImageAnalysis('dicom', readSettings());
        return { portalUrl, apiUrl, functionNames };
      },
      { ...REQUIRED, ...config },
    ),
  );
