import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.net.InetSocketAddress;

/** Netty on the JDK's TLS, as a server. */
final class Netty extends Program {
    private final NioEventLoopGroup loop = new NioEventLoopGroup(1);

    public static void main(String[] arguments) throws Exception {
        new Netty().run();
    }

    @Override
    int serve(String certificates, String key) throws Exception {
        var context = SslContextBuilder.forServer(new File(certificates), new File(key)).sslProvider(SslProvider.JDK).build();
        var bound = new ServerBootstrap().group(loop).channel(NioServerSocketChannel.class).childHandler(
            new ChannelInitializer<Channel>() {
                @Override
                protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(context.newHandler(channel.alloc()), new ChannelInboundHandlerAdapter() {
                        @Override
                        public void exceptionCaught(ChannelHandlerContext of, Throwable thrown) {
                            of.close();
                        }
                    });
                }
            }).bind(new InetSocketAddress("127.0.0.1", 0)).sync();
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    @Override
    String connect(int port, String trust, String name) {
        throw new UnsupportedOperationException();
    }
}
