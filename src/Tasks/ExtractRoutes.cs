using System.Text;
using Microsoft.Build.Framework;

namespace RouteGen.Tasks;

/// <summary>Writes <c>routes.json</c> from a compiled assembly. One without routes has an empty list.</summary>
public sealed class ExtractRoutes : BuildTask
{
    /// <summary>The path of the assembly.</summary>
    [Required]
    public string Assembly { get; set; } = "";

    /// <summary>The path of the file that is written.</summary>
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
