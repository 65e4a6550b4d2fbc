/** Says that AWS would reject a policy document, or that this evaluator does not support it. */
export class MalformedPolicyDocument extends Error {
  override readonly name = 'MalformedPolicyDocument';
}
