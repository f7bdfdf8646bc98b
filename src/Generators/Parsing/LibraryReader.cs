// Reads the manifests of referenced libraries into models. This step runs after every edit, because each edit creates a new compilation.
// The compiler keeps the symbols of references, and the models stay equal until a reference changes.
//
// A manifest is written by another build, possibly with another version, so it is checked as far as possible. If any part of it is
// unreadable, no route of the library is used: a program must not serve half of a library.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RouteGen.Generators.Model;
using RouteGen.Routing;

namespace RouteGen.Generators.Parsing;

internal static class LibraryReader
{
    /// <summary>The version of the manifest's format. So far there is only one.</summary>
    internal const int Version = 1;

    private const string RuntimeName = "RouteGen";

    /// <summary>Returns the libraries with routes to which an executable refers, sorted by name.</summary>
    internal static EquatableArray<LibraryModel> ReadAll(Compilation compilation, CancellationToken cancellationToken)
    {
        if (!IsExecutable(compilation)) return EquatableArray<LibraryModel>.Empty;
        var libraries = new List<LibraryModel>();
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            // Skips the many assemblies of the framework, because a library with routes references the runtime of RouteGen.
            cancellationToken.ThrowIfCancellationRequested();
            if (!assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static identity => identity.Name == RuntimeName)))
                continue;
            if (KnownNames.FindAttribute(assembly, "RouteManifestAttribute") is { } manifest)
                libraries.Add(Read(compilation, assembly, manifest));
        }

        return new([.. libraries.OrderBy(static library => library.Name, StringComparer.Ordinal)]);
    }

    /// <summary>Returns true if a project is an executable, and not a library.</summary>
    internal static bool IsExecutable(Compilation compilation) =>
        compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication
        or OutputKind.WindowsRuntimeApplication;

    private static LibraryModel Read(Compilation compilation, IAssemblySymbol assembly, AttributeData manifest)
    {
        var routes = new List<LibraryRoute>();
        var problem = FindProblem(compilation, assembly, manifest, out var entries);
        if (problem is not null) return new(assembly.Name, EquatableArray<LibraryRoute>.Empty, problem);
        var type = entries!.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
        foreach (var member in entries.GetMembers())
        {
            if (KnownNames.FindAttribute(member, "LibraryRouteAttribute") is not { } attribute) continue;
            if (RouteOf(type, member, attribute) is { } route) routes.Add(route);
            else return new(assembly.Name, EquatableArray<LibraryRoute>.Empty, "its entry '" + member.Name + "' is malformed");
        }

        return new(assembly.Name, new([.. routes]));
    }

    private static string? FindProblem(
        Compilation compilation, IAssemblySymbol assembly, AttributeData manifest, out INamedTypeSymbol? entries)
    {
        entries = null;
        var arguments = manifest.ConstructorArguments;
        if (arguments.Length == 0 || arguments[0].Value is not int version) return "its manifest is malformed";
        if (version != Version)
        {
            return FormattableString.Invariant($"its manifest has version {version}, and this build reads version {Version}; ")
                + "build both with the same version of RouteGen";
        }

        if (arguments.Length != 2
            || arguments[1].Value is not INamedTypeSymbol { TypeKind: TypeKind.Class, Arity: 0, ContainingType: null } type
            || !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, assembly)) return "its manifest is malformed";
        if (!compilation.IsSymbolAccessibleWithin(type, compilation.Assembly)) return "its entries are not accessible";

        // Generated code names the class with global::, so no other class may have this name there.
        var aliases = compilation.GetMetadataReference(assembly)?.Properties.Aliases ?? default;
        if (!aliases.IsDefaultOrEmpty && !aliases.Contains(MetadataReferenceProperties.GlobalAlias))
            return "it is referenced only under the alias '" + aliases[0] + "'";
        if (!SymbolEqualityComparer.Default.Equals(compilation.GetTypeByMetadataName(MetadataNameOf(type)), type))
            return "another assembly also has a class '" + type.Name + "'";
        entries = type;
        return null;
    }

    private static string MetadataNameOf(INamedTypeSymbol type) => type.ContainingNamespace.IsGlobalNamespace
        ? type.MetadataName
        : type.ContainingNamespace.ToDisplayString(s_metadataFormat) + "." + type.MetadataName;

    // Returns null if the member does not have the form that the generator writes.
    private static LibraryRoute? RouteOf(string type, ISymbol member, AttributeData attribute)
    {
        if (member is not IMethodSymbol
            {
                IsStatic: true, Arity: 0, Parameters.Length: 0, RefKind: RefKind.None,
                MethodKind: MethodKind.Ordinary
            } method
            || method.DeclaredAccessibility != Accessibility.Public || !KnownNames.IsHandler(method.ReturnType)) return null;
        var arguments = attribute.ConstructorArguments;
        if (arguments.Length != 4 || arguments[3].Kind != TypedConstantKind.Array || arguments[3].IsNull) return null;
        if (arguments[0].Value is not string pattern || arguments[1].Value is not string handler || arguments[2].Value is not string source)
            return null;
        if (!RoutePattern.TryParse(pattern, out var parsed, out _)) return null;
        var middleware = arguments[3].Values.Select(static value => value.Value as string).ToArray();
        if (middleware.Any(static name => name is null)) return null;
        var isKeyword = SyntaxFacts.GetKeywordKind(method.Name) != SyntaxKind.None;
        return new(
            new(
                parsed!.Text, type + (isKeyword ? ".@" : ".") + method.Name + "()", handler, HandlerShape.Handler,
                new([.. middleware.Select(static name => new MiddlewareModel(name!))])), source);
    }

    private static readonly SymbolDisplayFormat s_metadataFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);
}
