// Finds the programs to which an executable refers, such as the service that a test project tests. A process has one table of
// DefaultServeMux, so the table of the referenced program is used, with the routes of its libraries. A program with a table is recognised
// by a public generated class (ProgramEmitter.cs).
//
// Like LibraryReader, this code runs after every edit, and the compiler keeps the symbols of references.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RouteGen.Generators.Model;

namespace RouteGen.Generators.Parsing;

internal static class ProgramReader
{
    /// <summary>The namespace of the generated class.</summary>
    internal const string Namespace = "RouteGen.Generated";

    /// <summary>The name of the generated class's constant that lists libraries.</summary>
    internal const string LibrariesConstant = "Libraries";

    private static readonly string[] s_framework = ["System.", "Microsoft."];

    /// <summary>Returns the name of the generated class in an assembly.</summary>
    internal static string ClassName(string assemblyName) =>
        "TableOf_" + string.Concat(assemblyName.Select(static letter => SyntaxFacts.IsIdentifierPartCharacter(letter) ? letter : '_'));

    /// <summary>
    /// Returns the referenced programs with a table, sorted by name. Empty if the project is a library.
    /// </summary>
    internal static EquatableArray<ProgramModel> ReadAll(Compilation compilation, CancellationToken cancellationToken)
    {
        if (!LibraryReader.IsExecutable(compilation)) return EquatableArray<ProgramModel>.Empty;
        var programs = new List<ProgramModel>();
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (assembly.Identity.IsStrongName && s_framework.Any(prefix => assembly.Name.StartsWith(prefix, StringComparison.Ordinal)))
                continue;
            if (assembly.GetTypeByMetadataName(
                Namespace + "." + ClassName(assembly.Name)) is not { DeclaredAccessibility: Accessibility.Public } type) continue;
            if (type.GetMembers(LibrariesConstant).FirstOrDefault() is not IFieldSymbol { ConstantValue: string libraries }) continue;
            var aliases = compilation.GetMetadataReference(assembly)?.Properties.Aliases ?? default;
            var alias = aliases.IsDefaultOrEmpty || aliases.Contains(MetadataReferenceProperties.GlobalAlias) ? "" : aliases[0];
            var table = (alias.Length == 0 ? "global" : alias) + "::" + Namespace + "." + type.Name;
            programs.Add(new(assembly.Name, table, alias, new(libraries.Split([';'], StringSplitOptions.RemoveEmptyEntries))));
        }

        return new([.. programs.OrderBy(static program => program.Name, StringComparer.Ordinal)]);
    }
}
