using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Runtime.Tests.Serving;

/// <summary>Descriptors as a parent process leaves them behind.</summary>
internal static class Descriptors
{
    /// <summary>Disposes a socket and returns a descriptor of its own for it.</summary>
    internal static int Release(Socket socket)
    {
        var descriptor = dup((int)socket.SafeHandle.DangerousGetHandle());
        socket.Dispose();
        Assert.True(descriptor >= 0);
        return descriptor;
    }

    [DllImport("libc")]
    private static extern int dup(int descriptor);
}
