using System.Text;
using RouteGen.Protocol;

namespace RouteGen.Tests;

/// <summary>Makes served requests without a connection: the parts of a head are laid out by hand, by a splitter of the tests' own.</summary>
internal static class ServedRequest
{
    /// <summary>A live request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="target">The target as on the request line, ASCII.</param>
    /// <param name="host">The <c>Host</c> field; empty: none is sent.</param>
    /// <param name="minorVersion">The x of HTTP/1.x.</param>
    internal static Request Make(string method, string target, string host = "", int minorVersion = 1)
    {
        var request = new Request();
        Fill(request, method, target, host, minorVersion);
        return request;
    }

    /// <summary>Makes a request serve again, as a connection does.</summary>
    internal static void Fill(Request request, string method, string target, string host = "", int minorVersion = 1)
    {
        var line = $"{method} {target} HTTP/1.{minorVersion}\r\n";
        var head = line + (host.Length > 0 ? $"Host: {host}\r\n\r\n" : "\r\n");
        var parsed = request.ServerHead;
        parsed.FieldCount = 0;
        parsed.Length = head.Length;
        parsed.MinorVersion = minorVersion;
        parsed.ContentLength = -1;
        parsed.TrailerField = -1;
        parsed.MethodLength = method.Length;
        parsed.TargetStart = method.Length + 1;
        parsed.TargetLength = target.Length;
        (parsed.HostStart, parsed.HostLength) = (line.Length + "Host: ".Length, host.Length);
        if (host.Length == 0) parsed.HostStart = 0;
        SplitTarget(parsed, method, target);
        request.BeginServe(Encoding.ASCII.GetBytes(head), conn: null!, Body.Empty);
    }

    private static void SplitTarget(RequestHead parsed, string method, string target)
    {
        var pathStart = 0;
        parsed.Form = TargetForm.Origin;
        if (target == "*")
        {
            parsed.Form = TargetForm.Asterisk;
        }
        else if (!target.StartsWith('/') && method == "CONNECT")
        {
            parsed.Form = TargetForm.Authority;
            pathStart = target.Length;
            (parsed.HostStart, parsed.HostLength) = (parsed.TargetStart, target.Length);
        }
        else if (!target.StartsWith('/'))
        {
            parsed.Form = TargetForm.Absolute;
            var hostStart = target.IndexOf("://", StringComparison.Ordinal) + 3;
            pathStart = target.IndexOfAny(['/', '?'], hostStart);
            if (pathStart < 0) pathStart = target.Length;
            (parsed.HostStart, parsed.HostLength) = (parsed.TargetStart + hostStart, pathStart - hostStart);
        }

        var question = target.IndexOf('?', pathStart);
        parsed.HasQuery = question >= 0;
        var path = question < 0 ? target[pathStart..] : target[pathStart..question];
        parsed.PathStart = parsed.TargetStart + pathStart;
        parsed.PathLength = path.Length;
        parsed.QueryStart = question < 0 ? 0 : parsed.TargetStart + question + 1;
        parsed.QueryLength = question < 0 ? 0 : target.Length - question - 1;
        parsed.IsPathClean = path.StartsWith('/') && !path.Contains('%', StringComparison.Ordinal)
            && !path.Contains("//", StringComparison.Ordinal) && !path.Split('/').Any(segment => segment is "." or "..");
    }
}
