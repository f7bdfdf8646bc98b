using System.Text;
using Microsoft.Build.Framework;

namespace RouteGen.Tasks;

/// <summary>The task that writes <c>routes.json</c> from a compiled assembly. Without routes, the list is empty.</summary>
public sealed class ExtractRoutes : BuildTask
{
    /// <summary>The path of the assembly.</summary>
    [Required]
    public string Assembly { get; set; } = "";

    /// <summary>The path of <c>routes.json</c>.</summary>
    [Required]
    public string Output { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute() => Attempt(Assembly, () =>
    {
        using var assembly = File.OpenRead(Assembly);
        File.WriteAllText(
            Output, RoutesConstant.Read(assembly) ?? RoutesText.Empty, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return true;
    });
}
