using System.Net;

namespace Compare.Processes;

/// <summary>What nginx needs on disk: its configuration for this address, the 256 routes, and the file that it sends.</summary>
internal static class NginxFiles
{
    internal static void WriteIfWanted(string root, IPEndPoint address)
    {
        var template = Path.Combine(root, "nginx.conf.in");
        if (!File.Exists(template)) return;
        var text = File.ReadAllText(template)
            .Replace("ROOT", root, StringComparison.Ordinal)
            .Replace("LISTEN", address.ToString(), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(root, "nginx.conf"), text);
        File.WriteAllLines(Path.Combine(root, "routes.conf"), Enumerable.Range(0, 256).Select(static index => $"location = /route{index:000}/end {{ return 200 \"pong\"; }}"));
        File.WriteAllBytes(Path.Combine(root, "large"), Enumerable.Repeat((byte)'x', 64 * 1024).ToArray());
    }
}
