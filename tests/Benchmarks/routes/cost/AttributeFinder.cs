using Microsoft.CodeAnalysis;

namespace RouteGen.Benchmarks;

/// <summary>
/// Asks the compiler for the methods with the attributes that <see cref="MixedProgram"/> uses, and does nothing with them: the least that a
/// generator costs.
/// </summary>
internal sealed class AttributeFinder : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        foreach (var name in new[] { "HandleFunc", "Get", "Post", "Put" })
        {
            var found = context.SyntaxProvider.ForAttributeWithMetadataName(
                "RouteGen." + name + "Attribute", static (_, _) => true, static (_, _) => 0);
            context.RegisterSourceOutput(found, static (_, _) => { });
        }
    }
}
