using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RouteGen.IO;

internal sealed partial class EpollConn
{
    internal override unsafe int TrySendFile(SafeFileHandle file, long offset, int count)
    {
        var isHeld = false;
        try
        {
            file.DangerousAddRef(ref isHeld);
            while (true)
            {
                var position = offset;
                var sent = Libc.sendfile(_fd, (int)file.DangerousGetHandle(), &position, (nuint)count);
                if (sent >= 0) return (int)sent;
                var error = Marshal.GetLastPInvokeError();
                if (error == Libc.EINTR) continue;
                ThrowIfEnded();
                if (error == Libc.EAGAIN) return WouldBlock;
                // The file is a pipe, or its file system has no sendfile. The connection is not affected.
                if (error is Libc.EINVAL or Libc.ENOSYS or Libc.ESPIPE) return CannotSendFiles;
                throw Broken(error, "Sending failed");
            }
        }
        finally
        {
            if (isHeld) file.DangerousRelease();
        }
    }
}
