using System.Text;
using Microsoft.Build.Framework;

namespace RouteGen.Tasks;

/// <summary>The task that compares <c>routes.json</c> with a baseline under version control.</summary>
public sealed class CheckRoutes : BuildTask
{
    private const string Code = "RG0310";

    /// <summary>The path of <c>routes.json</c>.</summary>
    [Required]
    public string Routes { get; set; } = "";

    /// <summary>The path of the baseline.</summary>
    [Required]
    public string Baseline { get; set; } = "";

    /// <summary>The target framework of this build, or empty if the project has only one.</summary>
    /// <remarks>
    /// Target frameworks may have different routes, and are built in parallel. So each may have its own baseline, such as
    /// <c>NAME.net10.0.json</c> for <c>NAME.json</c>. A framework without one uses the common baseline.
    /// </remarks>
    public string Framework { get; set; } = "";

    /// <summary>True to write the baseline if the routes differ, instead of failing the build.</summary>
    public bool Accept { get; set; }

    /// <inheritdoc/>
    public override bool Execute() => Attempt(Baseline, () =>
    {
        var own = Framework.Length == 0 ? Baseline : Path.ChangeExtension(Baseline, Framework + Path.GetExtension(Baseline));
        var baseline = File.Exists(own) || !File.Exists(Baseline) ? own : Baseline;
        var current = RoutesText.WithoutPlaces(File.ReadAllText(Routes));
        var accepted = File.Exists(baseline) ? RoutesText.WithoutPlaces(File.ReadAllText(baseline)) : null;
        if (accepted == current) return true;
        if (Accept) return Write(own, current);
        return Fail(baseline, Code, (accepted is null ? "There is no baseline of the routes yet" : "The routes differ from their baseline")
            + ". Build with -p:RouteGenAcceptRoutes=true to accept them:\n" + RoutesText.Difference(accepted ?? "", current));
    });

    private bool Write(string file, string text)
    {
        File.WriteAllText(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Say("Accepted the routes: " + file);
        return true;
    }
}
