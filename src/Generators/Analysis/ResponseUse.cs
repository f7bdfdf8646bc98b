using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace RouteGen.Generators.Analysis;

/// <summary>Decides whether a use of a response releases its connection.</summary>
internal static class ResponseUse
{
    /// <summary>Returns true if an operation uses a member of the response, and not the response as a value.</summary>
    internal static bool IsMemberOf(IOperation? user, IOperation response) => user switch
    {
        IMemberReferenceOperation member => member.Instance == response,
        IInvocationOperation call => call.Instance == response,
        _ => false,
    };

    /// <summary>
    /// Returns true if the use of a member may release the connection: it disposes the response, reads its body, or passes the body on.
    /// </summary>
    internal static bool TakesCare(IOperation use) => use switch
    {
        IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync" } => true,
        IPropertyReferenceOperation { Property.Name: "Body" } body =>
            !IsMemberOf(WithoutConversion(body).Parent, WithoutConversion(body)) || Reads(WithoutConversion(body).Parent!),
        // Response.WriteAsync reads the body.
        IInvocationOperation { TargetMethod.Name: "WriteAsync" } => true,
        _ => false,
    };

    private static bool Reads(IOperation use) => use is IInvocationOperation call
        && (call.TargetMethod.Name.StartsWith("Read", StringComparison.Ordinal)
            || call.TargetMethod.Name.StartsWith("CopyTo", StringComparison.Ordinal)
            || call.TargetMethod.Name is "Dispose" or "DisposeAsync" or "Close");

    private static IOperation WithoutConversion(IOperation operation)
    {
        while (operation.Parent is IConversionOperation conversion) operation = conversion;
        return operation;
    }
}
