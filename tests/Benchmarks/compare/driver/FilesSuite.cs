using Compare.Scenarios;

namespace Compare;

/// <summary>Our file server beside others, on files that the page cache holds.</summary>
internal static class FilesSuite
{
    internal static Suite Create() => new("files", Peers(), Scenarios(), []);

    private static Peer[] Peers() =>
    [
        new("routegen", "RouteGen, Native AOT net10.0", "routegen/RouteGenPeer", "ADDRESS"),
        new("nginx", "nginx, one worker, sendfile, descriptors kept open", "nginx/nginx", "-p ROOT -c ROOT/nginx.conf"),
        new("go", "Go http.FileServer", "go/go", "ADDRESS"),
    ];

    private static Scenario[] Scenarios() =>
    [
        new WrkScenario { Name = "file-64k", Title = "a file of 64 KiB", Path = "/files/64k.bin" },
        new WrkScenario { Name = "file-1m", Title = "a file of 1 MiB", Path = "/files/1m.bin" },
    ];
}
