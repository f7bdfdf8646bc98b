using Microsoft.CodeAnalysis;

namespace RouteGen.CodeFixes;

/// <summary>Recognises methods whose signature is determined by another declaration.</summary>
internal static class Inherited
{
    /// <summary>
    /// Returns true if no base class, derived class, interface or other part of the method determines its signature.
    /// </summary>
    internal static bool MayChange(IMethodSymbol method) =>
        method is
        {
            IsVirtual: false, IsAbstract: false, IsOverride: false, PartialDefinitionPart: null, PartialImplementationPart: null,
        }
        && !IsImplementation(method);

    /// <summary>Returns true if a method implements a member of an interface.</summary>
    private static bool IsImplementation(IMethodSymbol method) =>
        method.ExplicitInterfaceImplementations.Length != 0
        || method.ContainingType.AllInterfaces.SelectMany(face => face.GetMembers(method.Name))
            .Any(
                member =>
                    SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method));
}
