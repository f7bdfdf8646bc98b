namespace RouteGen;

/// <summary>The one table from a broken rule to what the server answers it.</summary>
internal static class RejectReasons
{
    /// <summary>The status, and the text behind it (BEHAVIOUR S4); empty: the status text alone.</summary>
    internal static (int Status, string Text) Answer(RejectReason reason) => reason switch
    {
        _ => (400, ""),
    };

    /// <summary>One sentence for people.</summary>
    internal static string Describe(RejectReason reason) => "The peer broke a rule of HTTP: " + reason + ".";
}
