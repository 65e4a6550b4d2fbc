/** A policy document that AWS would refuse, or that this evaluator could not do justice. */
export class MalformedPolicyDocument extends Error {
  override readonly name = 'MalformedPolicyDocument';
}
