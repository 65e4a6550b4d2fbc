import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';

export interface BudgetArgs {
  /** Dollars a month. */
  limit: number;
  /** Who is told at 80 % and when it is foreseen to be passed. */
  email: string;
  environment: string;
}

/** A monthly budget of what carries the stack's tags; `environment` must be active as a cost allocation tag. */
export const createBudget = (name: string, args: BudgetArgs, parent: pulumi.Resource): aws.budgets.Budget =>
  new aws.budgets.Budget(
    name,
    {
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: String(args.limit),
      limitUnit: 'USD',
      costFilters: [{ name: 'TagKeyValue', values: [`user:environment$${args.environment}`] }],
      notifications: [
        { notificationType: 'ACTUAL', threshold: 80 },
        { notificationType: 'FORECASTED', threshold: 100 },
      ].map((when) => ({
        ...when,
        comparisonOperator: 'GREATER_THAN',
        thresholdType: 'PERCENTAGE',
        subscriberEmailAddresses: [args.email],
      })),
    },
    { parent },
  );
