import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';

export interface BudgetArgs {
  /** The budget in US dollars per month. */
  limit: number;
  /** The e-mail address notified at 80 % and at a forecast of 100 %. */
  email: string;
  environment: string;
}

/** Creates a monthly budget by the stack's tag `environment`, which must be active as a cost allocation tag. */
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
      ].map((notification) => ({
        ...notification,
        comparisonOperator: 'GREATER_THAN',
        thresholdType: 'PERCENTAGE',
        subscriberEmailAddresses: [args.email],
      })),
    },
    { parent },
  );
