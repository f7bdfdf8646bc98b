using System.Text;
using Microsoft.Build.Framework;

namespace RouteGen.Tasks;

/// <summary>Holds <c>routes.json</c> against the baseline that a project keeps under version control.</summary>
public sealed class CheckRoutes : BuildTask
{
    private const string Code = "RG0310";

    /// <summary>The path of <c>routes.json</c>.</summary>
    [Required]
    public string Routes { get; set; } = "";

    /// <summary>The path of the baseline.</summary>
    [Required]
    public string Baseline { get; set; } = "";

    /// <summary>The framework of this build, if the project is built for several. Empty if it is built for one.</summary>
    /// <remarks>
    /// Routes may differ from one to the other, and the builds run at the same time. So each has a baseline of its own,
    /// <c>NAME.net10.0.json</c> for <c>NAME.json</c>; one without is held against the common one.
    /// </remarks>
    public string Framework { get; set; } = "";

    /// <summary>True if the baseline is written anew instead.</summary>
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
            + ". Build with -p:RouteGenAcceptRoutes=true to accept:\n" + RoutesText.Difference(accepted ?? "", current));
    });

    private bool Write(string file, string text)
    {
        File.WriteAllText(file, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Say("Accepted the routes: " + file);
        return true;
    }
}
