using Microsoft.CodeAnalysis;

namespace RouteGen.CodeFixes;

/// <summary>Recognises methods whose signature is determined by an interface.</summary>
internal static class Inherited
{
    /// <summary>Returns true if a method implements a member of an interface.</summary>
    internal static bool IsImplementation(IMethodSymbol method) =>
        method.ExplicitInterfaceImplementations.Length != 0
        || method.ContainingType.AllInterfaces.SelectMany(face => face.GetMembers(method.Name))
            .Any(
                member =>
                    SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method));
}
