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

    /// <summary>True if the baseline is written anew instead.</summary>
    public bool Accept { get; set; }

    /// <inheritdoc/>
    public override bool Execute() => Attempt(Baseline, () =>
    {
        var current = RoutesText.WithoutPlaces(File.ReadAllText(Routes));
        var accepted = File.Exists(Baseline) ? RoutesText.WithoutPlaces(File.ReadAllText(Baseline)) : null;
        if (accepted == current) return true;
        if (Accept) return Write(current);
        return Fail(Baseline, Code, (accepted is null ? "There is no baseline of the routes yet" : "The routes differ from their baseline")
            + ". Build with -p:RouteGenAcceptRoutes=true to accept:\n" + RoutesText.Difference(accepted ?? "", current));
    });

    private bool Write(string text)
    {
        File.WriteAllText(Baseline, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Say("Accepted the routes: " + Baseline);
        return true;
    }
}
